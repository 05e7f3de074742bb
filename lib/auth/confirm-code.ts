import { err, ok, type Result } from '@/lib/opencharge/result'
import { hashCode, isSameHash, parseCode, parseFlowId } from './sign-in-code'
import { spendCode, takeTry } from './sign-in-code-store'
import { ensureUser, openSession } from './user-store'

export type ConfirmCodeError = 'WRONG_CODE' | 'CODE_EXPIRED'

/** Signs in with a mailed code. Gives the token for the browser's cookie. A code works once, and five wrong ones end it. */
export async function confirmCode(
  flow: unknown,
  typed: unknown,
  secret: string,
  userAgent: string | null = null,
): Promise<Result<string, ConfirmCodeError>> {
  const flowId = parseFlowId(flow)
  if (!flowId) return err('CODE_EXPIRED')
  const code = parseCode(typed)
  if (!code) return err('WRONG_CODE')
  const waiting = await takeTry(flowId)
  if (!waiting) return err('CODE_EXPIRED')
  if (!isSameHash(waiting.codeHash, hashCode(flowId, code, secret))) return err('WRONG_CODE')
  if (!(await spendCode(flowId))) return err('CODE_EXPIRED')
  return ok(await openSession(await ensureUser(waiting.email), { userAgent }))
}
