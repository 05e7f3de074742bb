import { err, ok, type Result } from '@/lib/opencharge/result'
import type { StoredRequest } from './money-request-store'
import type { AnswerProblem } from './people-problem'

/** Whether this person may pay this request at `nowEpochSeconds`; `already` when it was this person who did. */
export function decideAnswer(
  request: StoredRequest | undefined,
  wallet: { readonly availableMinor: bigint } | undefined,
  payerId: string,
  nowEpochSeconds: number,
): Result<'move' | 'already', AnswerProblem> {
  if (!request) return err('NOT_FOUND')
  if (request.state === 'PAID') return request.payerId === payerId ? ok('already') : err('ALREADY_PAID')
  if (request.state === 'WITHDRAWN') return err('WITHDRAWN')
  if (nowEpochSeconds >= request.expiresAtEpochSeconds) return err('EXPIRED')
  if (request.askerId === payerId) return err('OWN_REQUEST')
  if (!wallet || wallet.availableMinor < request.amountMinor) return err('INSUFFICIENT_FUNDS')
  return ok('move')
}
