import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Proof } from '@/lib/opencharge/proof'
import { findStoredProof } from '@/lib/settlement/proof-store'
import { type Finding, fault, fine, note } from '../finding'

/** What our own books know of this issuer and txid. */
export async function checkBooks(proof: Proof, isOurs: boolean, isSigned: boolean): Promise<Finding[]> {
  const stored = await findStoredProof(proof.issuer, proof.txid)
  if (!stored) return isOurs ? [unknownToUs(isSigned)] : []
  const sameText = canonicalJson(JSON.parse(stored.proofText) as JsonObject) === canonicalJson(proof)
  const payment = stored.paymentId ? ` for payment ${stored.paymentId}` : ''
  if (sameText) return [fine('our books', `have this very proof${payment}`)]
  const says = `have another proof under this issuer and txid${payment}`
  return [fault('our books', says, 'Take neither before you have asked the issuer: one txid stands for one transfer.')]
}

function unknownToUs(isSigned: boolean): Finding {
  if (!isSigned) return note('our books', 'have no such proof of ours')
  const mend =
    'Unless this is not the database of the gateway that issued it, or an older backup was put back: somebody else has our key.'
  return fault('our books', 'have no such proof, although our key signed it', mend)
}
