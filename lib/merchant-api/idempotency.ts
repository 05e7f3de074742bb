import { createHash } from 'node:crypto'
import { type EndingTx, inTransaction } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import { errorAnswer, type MerchantAnswer, merchantError } from './envelope'
import { claimKey, keepAnswer } from './idempotency-store'

/** A key as an application sent it, with what it stands for: the path and the canonical body. */
export interface IdempotencyKey {
  readonly applicationId: string
  readonly mode: Mode
  readonly key: string
  readonly content: string
}

/**
 * Does the work once per key (merchant API, Idempotency): in the transaction that writes, the answer is kept for a repeat. A
 * repeat while the first still runs is told so; another content under the same key is a conflict. What fails keeps nothing.
 */
export async function answerOnce(
  { content, ...scope }: IdempotencyKey,
  work: (tx: EndingTx) => Promise<MerchantAnswer>,
): Promise<MerchantAnswer & { readonly isReplay?: boolean }> {
  const requestHash = createHash('sha256').update(content).digest('hex')
  return inTransaction(async (tx) => {
    const claim = await claimKey(tx, scope)
    if (claim.kind === 'in_progress') return errorAnswer(merchantError('IDEMPOTENCY_IN_PROGRESS'))
    if (claim.kind === 'answered') {
      if (claim.requestHash !== requestHash) return errorAnswer(merchantError('IDEMPOTENCY_KEY_CONFLICT'))
      // Nothing is made by a repeat.
      return { status: claim.status === 201 ? 200 : claim.status, body: claim.body, isReplay: true }
    }
    const answer = await work(tx)
    keepAnswer(tx, scope, requestHash, answer)
    return answer
  })
}
