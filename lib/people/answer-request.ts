import { requireConfirmation } from '@/lib/auth/require-confirmation'
import { type EndingTx, inTransaction } from '@/lib/db/transaction'
import { findAccount } from '@/lib/ledger/account-store'
import { ok, type Result } from '@/lib/opencharge/result'
import { lockWallet } from '@/lib/settlement/settlement-store'
import { decideAnswer } from './decide-answer'
import { endRequest, findRequest, lockRequest, type StoredRequest } from './money-request-store'
import type { AnswerProblem } from './people-problem'
import { insertPersonTransfer } from './person-transfer-store'

/** Who answers which request. */
export interface RequestAnswer {
  readonly payerId: string
  readonly token: string
  /** The signed-in browser: without it nothing counts as confirmed, and less can be paid. */
  readonly browserSessionId?: string | undefined
}

type AnswerOutcome = Result<'move' | 'already', AnswerProblem>

/** Pays a request for money, once, from the payer's wallet of its currency. */
export async function answerRequest(answer: RequestAnswer, nowEpochSeconds: number): Promise<AnswerOutcome> {
  const asked = await findRequest(answer.token)
  const owner = { kind: 'USER_WALLET', userId: answer.payerId } as const
  const walletId = asked && (await findAccount(owner, 'LIVE', asked.currency))
  return inTransaction((tx) => answerWithin(tx, answer, walletId ?? 0n, nowEpochSeconds))
}

async function answerWithin(
  tx: EndingTx,
  answer: RequestAnswer,
  walletId: bigint,
  nowEpochSeconds: number,
): Promise<AnswerOutcome> {
  const { payerId, token } = answer
  const request = await lockRequest(tx, token)
  const wallet = await lockWallet(tx, walletId, payerId, 'LIVE')
  const decision = decideAnswer(request, wallet, payerId, nowEpochSeconds)
  if (!decision.ok || decision.value === 'already' || !request) return decision
  const { currency, amountMinor, memo, askerId } = request
  const confirmed = await requireConfirmation(tx, askedAnswer(answer, request))
  if (!confirmed.ok) return confirmed
  await endRequest(tx, token, 'PAID')
  const ends = { senderId: payerId, walletId, recipientId: askerId }
  await insertPersonTransfer(tx, { ...ends, currency, amountMinor, memo, cause: { requestToken: token } })
  return ok('move')
}

/** What has to be confirmed above the amount that the payer set. */
export function askedAnswer(
  { payerId, browserSessionId, token }: RequestAnswer,
  { amountMinor, currency }: Pick<StoredRequest, 'amountMinor' | 'currency'>,
) {
  return { payerId, browserSessionId, subject: `request:${token}`, amountMinor, currency }
}
