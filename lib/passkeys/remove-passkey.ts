import type { SignedInSession } from '@/lib/auth/current-user'
import type { TellOwner } from '@/lib/auth/security-change'
import { mayChangeSecurity, type StandingError } from '@/lib/auth/security-standing'
import { readStanding } from '@/lib/auth/security-standing-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok, type Result } from '@/lib/opencharge/result'
import { deletePasskey } from './passkey-store'

/** Removes one of the person's passkeys; with the last one go the amounts above which the person was asked again. */
export async function removePasskey(
  user: SignedInSession,
  passkeyId: string,
  tell: TellOwner,
): Promise<Result<true, StandingError>> {
  const allowed = mayChangeSecurity(await readStanding(user))
  if (!allowed.ok) return allowed
  await inTransaction(async (tx) => {
    if (await deletePasskey(tx, user.id, passkeyId)) await tell(tx, 'PASSKEY_REMOVED')
  })
  return ok(true)
}
