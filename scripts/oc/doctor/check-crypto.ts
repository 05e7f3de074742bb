import { fine } from '../finding'
import type { Check } from './patient'

const NAME = 'signatures'

/** Making the gateway runs the known answers: a processor or a package that computes wrongly shows here. */
export const checkCrypto: Check = {
  name: NAME,
  needs: ['settings'],
  look: async (patient) => {
    if (!patient.settings) return []
    patient.gateway = await patient.session.gateway(patient.settings)
    return [fine(NAME, 'the fast verifier gives the known answers')]
  },
}
