import { ok, type Result } from '@/lib/opencharge/result'
import { dropLimit } from './confirmation-limit-store'
import type { SignedInSession } from './current-user'
import { mayChangeSecurity, type StandingError } from './security-standing'
import { readStanding } from './security-standing-store'

/** No longer asks the person again in this currency. Gives what was changed; null: there was no amount. */
export async function dropConfirmationLimit(
  user: SignedInSession,
  currency: string,
): Promise<Result<'LIMIT_DROPPED' | null, StandingError>> {
  const allowed = mayChangeSecurity(await readStanding(user))
  if (!allowed.ok) return allowed
  return ok((await dropLimit(user.id, currency)) ? 'LIMIT_DROPPED' : null)
}
