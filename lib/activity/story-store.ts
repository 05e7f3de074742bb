import type { PaymentStatus } from '@/lib/checkout/payment-store'
import { rows } from '@/lib/db/transaction'

/** The payment behind a movement, and how it was settled. Times are Unix seconds. */
export interface StoredStory {
  readonly status: PaymentStatus
  readonly merchantOcid: number
  /** The application whose API key created it; null: it came by a merchant's signed order. */
  readonly applicationId: string | null
  readonly orderText: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly strategy: string | null
  readonly callerOcid: number
  readonly openedAtEpochSeconds: number
  readonly paidAtEpochSeconds: number | null
  readonly sessionId: string
}

const PAYMENT = {
  name: 'activity-story-payment',
  text: `
    SELECT p.status, p.merchant_ocid AS "merchantOcid", p.application_id AS "applicationId", s.order_text AS "orderText", p.amount_minor AS "amountMinor", p.currency,
      p.strategy, s.caller_ocid AS "callerOcid", floor(extract(epoch FROM p.created_at))::float8 AS "openedAtEpochSeconds",
      floor(extract(epoch FROM p.settled_at))::float8 AS "paidAtEpochSeconds", s.id AS "sessionId"
    FROM payments p JOIN checkout_sessions s ON s.payment_id = p.id WHERE p.id = $1`,
}

type Row = Omit<StoredStory, 'merchantOcid' | 'callerOcid'> & Record<'merchantOcid' | 'callerOcid', bigint>

export async function readPaymentStory(paymentId: string): Promise<StoredStory | undefined> {
  const [row] = await rows<Row>(PAYMENT, [paymentId])
  return row && { ...row, merchantOcid: Number(row.merchantOcid), callerOcid: Number(row.callerOcid) }
}

/** One step of others on the way of a movement. */
export interface StoredStep {
  readonly kind: 'PAYMENT_CREATE' | 'TRANSFER_CREATE' | 'PAYMENT_SETTLE'
  readonly state: 'PLANNED' | 'CALLED' | 'UNKNOWN' | 'DONE' | 'REFUSED'
  readonly peerOcid: number
  readonly atEpochSeconds: number | null
}

const STEPS = {
  name: 'activity-story-steps',
  text: `
    SELECT t.kind, t.state, t.peer_ocid AS "peerOcid", floor(extract(epoch FROM t.last_called_at))::float8 AS "atEpochSeconds"
    FROM settlements s JOIN settlement_steps t ON t.settlement_id = s.id WHERE s.hold_id = $1 ORDER BY t.ordinal`,
}

/** The steps that a held movement waited for, in their order; none when it moved at once. */
export async function readSteps(transferId: bigint): Promise<StoredStep[]> {
  const found = await rows<Omit<StoredStep, 'peerOcid'> & { readonly peerOcid: bigint }>(STEPS, [transferId])
  return found.map((row) => ({ ...row, peerOcid: Number(row.peerOcid) }))
}

/** A proof that belongs to a movement. */
export interface StoryProof {
  readonly issuer: number
  readonly txid: string
  readonly proofText: string
  readonly signature: string
}

const PROOFS = {
  name: 'activity-story-proofs',
  text: `
    SELECT q.issuer, q.txid, q.proof_text AS "proofText", q.signature FROM proofs q
    WHERE (q.payment_id = $2 AND q.settles)
      OR (q.payment_id, q.txid) IN (SELECT payment_id, proof_txid FROM refunds WHERE transfer_id = $1)
      OR (q.issuer, q.txid) IN (SELECT issuer, txid FROM partner_transfers WHERE transfer_id = $1)
      OR (q.issuer, q.txid) IN (SELECT issuer, txid FROM received_proofs WHERE transfer_id = $1 OR assigned_transfer_id = $1)
    LIMIT 2`,
}

/** The proof of a movement: of the payment that it settled, of the refund that it made, or of what came in. */
export async function readStoryProofs(transferId: bigint, settledPaymentId: string | null): Promise<StoryProof[]> {
  const found = await rows<Omit<StoryProof, 'issuer'> & { readonly issuer: bigint }>(PROOFS, [
    transferId,
    settledPaymentId,
  ])
  return found.map((row) => ({ ...row, issuer: Number(row.issuer) }))
}
