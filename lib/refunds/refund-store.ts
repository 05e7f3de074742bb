import { rows, type Tx } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import type { RefundablePayment } from './decide-refund'
import type { Refund, RefundFailure, RefundStatus } from './refund'

const LOCK_PAYMENT = {
  name: 'refund-payment-lock',
  text: `SELECT id FROM payments WHERE id = $1 AND ($2::text IS NULL OR (application_id = $2 AND mode = $3::mode)) FOR UPDATE`,
}
const READ_PAYMENT = {
  name: 'refund-payment-read',
  text: `
    SELECT p.id, p.application_id AS "applicationId", p.mode, p.status, p.strategy, p.merchant_ocid AS "merchantOcid", p.order_id AS "orderId",
      p.amount_minor AS "amountMinor", p.currency, t.credit_account_id AS "payeeAccountId", t.debit_account_id AS "payerAccountId",
      (SELECT q.txid FROM proofs q WHERE q.payment_id = p.id AND q.settles) AS txid,
      (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refunds r WHERE r.payment_id = p.id AND r.status <> 'FAILED') AS "takenMinor",
      (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refunds r WHERE r.payment_id = p.id AND r.status <> 'FAILED'
        AND r.requested_by LIKE 'oc:%' AND r.approved_by IS NULL) AS "takenAloneMinor",
      a.refund_approval_threshold_minor AS "approvalThresholdMinor"
    FROM payments p LEFT JOIN applications a ON a.id = p.application_id
    LEFT JOIN transfers t ON t.payment_id = p.id AND t.reason = 'PAYMENT' AND t.state = 'POSTED'
    WHERE p.id = $1`,
}

/** Whose payment it must be: another's is neither given nor held up. */
interface Owner {
  readonly applicationId: string
  readonly mode: Mode
}

/** The payment, locked: refunds of it at once are counted one after the other. */
export async function lockRefundable(tx: Tx, paymentId: string, owner?: Owner): Promise<RefundablePayment | undefined> {
  // First lock, then read: a statement that waited for the lock would not see the refund that it waited for.
  const [[locked], [row]] = await Promise.all([
    tx.rows(LOCK_PAYMENT, [paymentId, owner?.applicationId ?? null, owner?.mode ?? null]),
    tx.rows<Omit<RefundablePayment, 'merchantOcid'> & { merchantOcid: bigint }>(READ_PAYMENT, [paymentId]),
  ])
  return locked && row && { ...row, merchantOcid: Number(row.merchantOcid) }
}

const COLUMNS = `r.id, r.payment_id AS "paymentId", r.status, r.amount_minor AS "amountMinor", p.currency, r.reason,
  r.requested_by AS "requestedBy", r.approved_by AS "approvedBy", r.failure_code AS "failureCode", r.proof_txid AS "proofTxid",
  r.created_at AS "createdAt", r.ended_at AS "endedAt"`

const INSERT = {
  name: 'refund-insert',
  text: `INSERT INTO refunds (id, payment_id, status, amount_minor, reason, requested_by) VALUES ($1, $2, $3, $4, $5, $6)`,
}

export type NewRefund = Pick<Refund, 'id' | 'paymentId' | 'amountMinor' | 'reason' | 'requestedBy'>

export async function insertRefund(tx: Tx, refund: NewRefund, status: 'AWAITING_APPROVAL' | 'PENDING'): Promise<void> {
  const { id, paymentId, amountMinor, reason, requestedBy } = refund
  await tx.rows(INSERT, [id, paymentId, status, amountMinor, reason, requestedBy])
}

const APPROVE = {
  name: 'refund-approve',
  text: `UPDATE refunds SET status = 'PENDING', approved_by = $2 WHERE id = $1`,
}

export async function markApproved(tx: Tx, id: string, approvedBy: string): Promise<void> {
  await tx.rows(APPROVE, [id, approvedBy])
}

const SUCCEED = {
  name: 'refund-succeed',
  text: `UPDATE refunds SET status = 'SUCCEEDED', transfer_id = $2, proof_txid = $3, ended_at = now() WHERE id = $1`,
}

/** `proofTxid` is null in the sandbox, which signs nothing. */
export async function markSucceeded(tx: Tx, id: string, transferId: bigint, proofTxid: string | null): Promise<void> {
  await tx.rows(SUCCEED, [id, transferId, proofTxid])
}

const FAIL = {
  name: 'refund-fail',
  text: `UPDATE refunds SET status = 'FAILED', failure_code = $2, ended_at = now() WHERE id = $1`,
}

export async function markFailed(tx: Tx, id: string, failureCode: RefundFailure): Promise<void> {
  await tx.rows(FAIL, [id, failureCode])
}

const PROVE = {
  name: 'refund-prove',
  text: `INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
    VALUES ($1, $2, $3, $4, $1, $5, $6, $7, false)`,
}

/** Keeps our proof that the money went from the merchant back to us, whose wallet the payer has. */
export async function insertRefundProof(
  tx: Tx,
  { paymentId, ourOcid, merchantOcid }: { readonly paymentId: string; readonly ourOcid: number; merchantOcid: number },
  proof: SignedProof,
): Promise<void> {
  const { txid, proofText, signature, publicKey } = proof
  await tx.rows(PROVE, [ourOcid, txid, paymentId, merchantOcid, proofText, signature, publicKey])
}

const READ = {
  name: 'refund-read',
  text: `SELECT ${COLUMNS} FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.id = $1`,
}

/** A refund as it stands in this transaction. */
export async function readRefund(tx: Tx, id: string): Promise<Refund | undefined> {
  const [row] = await tx.rows<Refund>(READ, [id])
  return row
}

const FIND = {
  quick: true,
  name: 'refund-find',
  text: `SELECT ${COLUMNS} FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.id = $1 AND p.application_id = $2 AND p.mode = $3::mode`,
}

/** A refund of a payment of this application in this mode; another's is as if it were not there. */
export async function findRefund(id: string, applicationId: string, mode: Mode): Promise<Refund | undefined> {
  const [row] = await rows<Refund>(FIND, [id, applicationId, mode])
  return row
}

/** A refund with whose payment it is of, for operators. */
export interface ListedRefund extends Refund {
  readonly applicationId: string | null
  readonly mode: Mode
}

const LIST = {
  name: 'refund-list',
  text: `SELECT ${COLUMNS}, p.application_id AS "applicationId", p.mode FROM refunds r JOIN payments p ON p.id = r.payment_id
    WHERE ($1::refund_status IS NULL OR r.status = $1) ORDER BY r.created_at DESC, r.id LIMIT $2`,
}

/** The latest refunds of one status, or of all. */
export async function listRefunds(status: RefundStatus | null, most: number): Promise<ListedRefund[]> {
  return rows<ListedRefund>(LIST, [status, most])
}

const OF_PAYMENT = {
  name: 'refund-list-of-payment',
  text: `SELECT ${COLUMNS} FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.payment_id = $1 ORDER BY r.created_at, r.id`,
}

/** Every refund of a payment, the first one first. */
export async function listRefundsOf(paymentId: string): Promise<Refund[]> {
  return rows<Refund>(OF_PAYMENT, [paymentId])
}
