import { inTransaction } from '@/lib/db/transaction'
import { ok, type Result } from '@/lib/opencharge/result'
import { dropLimit } from './confirmation-limit-store'
import type { SignedInSession } from './current-user'
import type { TellOwner } from './security-change'
import { mayChangeSecurity, type StandingError } from './security-standing'
import { readStanding } from './security-standing-store'

/** No longer asks the person for a passkey in this currency. */
export async function dropConfirmationLimit(
  user: SignedInSession,
  currency: string,
  tell: TellOwner,
): Promise<Result<true, StandingError>> {
  const allowed = mayChangeSecurity(await readStanding(user))
  if (!allowed.ok) return allowed
  await inTransaction(async (tx) => {
    if (await dropLimit(tx, user.id, currency)) await tell(tx, 'LIMIT_DROPPED')
  })
  return ok(true)
}
