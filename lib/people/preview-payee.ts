import { findPerson } from '@/lib/auth/user-store'
import { takeRateLimit } from '@/lib/http/rate-limit'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findPayee } from './find-payee'
import type { PayeeName } from './payee-name'
import type { SendProblem } from './people-problem'
import { publicName } from './public-name'

/**
 * The name that goes with a reference, so that a mistyped one is noticed. Of an address or an OCID nothing is said before
 * money moves: those can be guessed, and a stranger shall not find out for nothing who has a wallet here.
 */
export async function previewPayee(senderId: string, payee: PayeeName): Promise<Result<string | null, SendProblem>> {
  if (payee.kind !== 'reference') return ok(null)
  if ((await takeRateLimit('payee', senderId)) !== undefined) return err('TOO_MANY_LOOKUPS')
  const userId = await findPayee(payee)
  const person = userId === undefined ? undefined : await findPerson(userId)
  return person ? ok(publicName(person)) : err('RECIPIENT_UNKNOWN')
}
