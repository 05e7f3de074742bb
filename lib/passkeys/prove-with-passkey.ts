import type { SignedInSession } from '@/lib/auth/current-user'
import { noteProof } from '@/lib/auth/session-store'
import { ok, type Result } from '@/lib/opencharge/result'
import { checkPasskey } from './check-passkey'
import type { PasskeyProblem } from './passkey-problem'

/** Notes that the person is really there: for some minutes this browser may change what protects the wallet. */
export async function proveWithPasskey(
  answer: unknown,
  browser: string,
  { id, sessionId }: SignedInSession,
): Promise<Result<true, PasskeyProblem>> {
  const checked = await checkPasskey(answer, { browser, sessionId }, 'PROVE', id)
  if (!checked.ok) return checked
  await noteProof(sessionId)
  return ok(true)
}
