import type { SignedInSession } from '@/lib/auth/current-user'
import { mayChangeSecurity, type StandingError } from '@/lib/auth/security-standing'
import { readStanding } from '@/lib/auth/security-standing-store'
import { ok, type Result } from '@/lib/opencharge/result'
import { deletePasskey } from './passkey-store'

/** Removes one of the person's passkeys; with the last one go the amounts above which the person was asked again. Gives what was changed; null: nothing. */
export async function removePasskey(
  user: SignedInSession,
  passkeyId: string,
): Promise<Result<'PASSKEY_REMOVED' | null, StandingError>> {
  const allowed = mayChangeSecurity(await readStanding(user))
  if (!allowed.ok) return allowed
  return ok((await deletePasskey(user.id, passkeyId)) ? 'PASSKEY_REMOVED' : null)
}
