import { openSession } from '@/lib/auth/user-store'
import { ok, type Result } from '@/lib/opencharge/result'
import { checkPasskey } from './check-passkey'
import type { PasskeyProblem } from './passkey-problem'

/** Signs in as the owner of the passkey that answered. Gives the token for the browser's cookie. */
export async function signInWithPasskey(
  answer: unknown,
  browser: string,
  userAgent: string | null,
): Promise<Result<string, PasskeyProblem>> {
  const checked = await checkPasskey(answer, { browser, sessionId: null }, 'SIGN_IN', null)
  if (!checked.ok) return checked
  return ok(await openSession(checked.value.userId, { userAgent, byPasskey: true }))
}
