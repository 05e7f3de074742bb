import { saveConfirmation } from '@/lib/auth/confirmation-store'
import type { SignedInSession } from '@/lib/auth/current-user'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { checkPasskey } from './check-passkey'
import type { PasskeyProblem } from './passkey-problem'

/** Notes that the person has confirmed one payment with a passkey: the one that the browser was asked about. */
export async function confirmPayment(
  answer: unknown,
  browser: string,
  { id, sessionId }: SignedInSession,
): Promise<Result<true, PasskeyProblem>> {
  const checked = await checkPasskey(answer, { browser, sessionId }, 'CONFIRM', id)
  if (!checked.ok) return checked
  if (!checked.value.payment) return err('CHALLENGE_OVER')
  await saveConfirmation(sessionId, checked.value.payment)
  return ok(true)
}
