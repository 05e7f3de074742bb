import { findUser } from '@/lib/auth/user-store'
import { findUserByOcid, findUserByReference } from '@/lib/receiving/recipient-store'
import type { PayeeName } from './payee-name'

/** The person of this gateway who goes by this name. */
export async function findPayee(name: PayeeName): Promise<string | undefined> {
  switch (name.kind) {
    case 'email':
      return (await findUser(name.email))?.id
    case 'ocid':
      return findUserByOcid(name.ocid)
    case 'reference':
      return findUserByReference(name.reference)
  }
}
