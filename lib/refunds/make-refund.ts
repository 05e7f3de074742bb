import { randomBytes } from 'node:crypto'
import type { Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { lockAccount } from '@/lib/ledger/lock-account'
import { postTransfer } from '@/lib/ledger/transfer-store'
import { knownCurrency } from '@/lib/money/known-currency'
import { formatAmount } from '@/lib/money/money'
import { ok, type Result } from '@/lib/opencharge/result'
import { issueRefundProof } from '@/lib/settlement/issue-proof'
import {
  decideRefund,
  needsApproval,
  type RefundablePayment,
  type RefundEnds,
  type RefundRefusal,
} from './decide-refund'
import type { Refund } from './refund'
import { insertRefund, insertRefundProof, markFailed, markSucceeded, type NewRefund, readRefund } from './refund-store'

/** Who we are, as far as a proof needs it. */
export type RefundingGateway = Pick<Gateway, 'ocid' | 'signer' | 'env'>

export interface RefundWish {
  readonly amountMinor: bigint
  readonly reason: string | null
  readonly requestedBy: string
  /** An operator asks: above the application's threshold a second one must agree. */
  readonly isByOperator: boolean
}

/**
 * Gives money of a payment back, which is locked. What it refuses, it refuses before it writes; when the payee has too
 * little, there is a refund that FAILED and no money moved.
 */
export async function makeRefund(
  tx: Tx,
  us: RefundingGateway,
  payment: RefundablePayment,
  { amountMinor, reason, requestedBy, isByOperator }: RefundWish,
): Promise<Result<Refund, RefundRefusal>> {
  const ends = decideRefund(payment, amountMinor)
  if (!ends.ok) return ends
  const id = `rfd_${randomBytes(15).toString('base64url')}`
  const refund = { id, paymentId: payment.id, amountMinor, reason, requestedBy }
  const isWaiting = isByOperator && needsApproval(payment, amountMinor)
  await insertRefund(tx, refund, isWaiting ? 'AWAITING_APPROVAL' : 'PENDING')
  if (!isWaiting) await moveRefund(tx, us, payment, ends.value, refund)
  return ok(await writtenRefund(tx, id))
}

/** Moves the money of a refund that is PENDING, and ends it either way. */
export async function moveRefund(
  tx: Tx,
  us: RefundingGateway,
  payment: RefundablePayment,
  { payeeAccountId, payerAccountId }: RefundEnds,
  { id, amountMinor }: Pick<NewRefund, 'id' | 'amountMinor'>,
): Promise<void> {
  // An overdraft would end the transaction, and the refund that FAILED must stay.
  const payee = await lockAccount(tx, payeeAccountId)
  if (!payee || payee.availableMinor < amountMinor) return markFailed(tx, id, 'INSUFFICIENT_BALANCE')
  const { mode, currency, id: paymentId } = payment
  const ways = { debitAccountId: payeeAccountId, creditAccountId: payerAccountId }
  const moved = await postTransfer(tx, { mode, currency, amountMinor, ...ways, paymentId, reason: 'REFUND' })
  if (!moved.ok) throw new Error('the payee was checked under its lock and yet overdrawn')
  const proof = payment.txid === null ? null : await proveRefund(tx, us, payment, payment.txid, { id, amountMinor })
  await markSucceeded(tx, id, moved.value, proof)
}

/** Our signature that it went back, for everybody who had our proof that it was paid. Gives its txid. */
async function proveRefund(
  tx: Tx,
  us: RefundingGateway,
  { id: paymentId, merchantOcid, orderId, currency }: RefundablePayment,
  refundedTxid: string,
  { id: refundId, amountMinor }: Pick<NewRefund, 'id' | 'amountMinor'>,
): Promise<string> {
  const proof = issueRefundProof(us, {
    refundId,
    from: { ocid: merchantOcid, reference: orderId },
    amount: formatAmount(amountMinor, knownCurrency(us.env.CURRENCIES, currency).exponent),
    currency,
    refundedTxid,
    timestampEpochSeconds: Math.floor(Date.now() / 1000),
  })
  await insertRefundProof(tx, { paymentId, ourOcid: us.ocid, merchantOcid }, proof)
  return proof.txid
}

/** A refund that this transaction has written. */
export async function writtenRefund(tx: Tx, id: string): Promise<Refund> {
  const refund = await readRefund(tx, id)
  if (!refund) throw new Error(`the refund ${id} that was just written is gone`)
  return refund
}
