import { rows, type Tx } from '@/lib/db/transaction'
import type { SignedProof } from '@/lib/opencharge/sign-proof'
import { firstAttempt } from '@/lib/webhooks/delivery-store'
import type { IncomingPayment } from './incoming-payment'

const READ = {
  name: 'incoming-payment-read',
  text: `
    SELECT i.txid, i.caller_ocid AS "callerOcid", i.merchant_kind AS "merchantKind", i.merchant_ocid AS "merchantOcid", i.amount_minor AS "amountMinor",
      i.currency, to_json(i.accepts) AS accepts, i.request_text AS "requestText", extract(epoch FROM i.expires_at)::float8 AS "expiresAtEpochSeconds",
      r.proof_text AS "receivedText", o.proof_text AS "proofText", o.signature
    FROM incoming_payments i
    LEFT JOIN received_proofs b ON b.incoming_txid = i.txid
    LEFT JOIN proofs r ON r.issuer = b.issuer AND r.txid = b.txid
    LEFT JOIN proofs o ON o.issuer = $2 AND o.txid = i.txid
    WHERE i.txid = $1`,
}
const LOCK = {
  name: 'incoming-payment-lock',
  text: 'SELECT 1 AS one FROM incoming_payments WHERE txid = $1 FOR UPDATE',
}

type Row = Omit<IncomingPayment, 'callerOcid' | 'merchant' | 'completion'> & {
  readonly callerOcid: bigint
  readonly merchantKind: IncomingPayment['merchant']['kind']
  readonly merchantOcid: bigint
  readonly receivedText: string | null
  readonly proofText: string | null
  readonly signature: string | null
}

/** The payment with this txid. Our own proof of it is the one that `ourOcid` issued. */
export async function findIncomingPayment(txid: string, ourOcid: number): Promise<IncomingPayment | undefined> {
  const [row] = await rows<Row>(READ, [txid, ourOcid])
  return row && fromRow(row)
}

/** The same, locked: whoever settles it next waits for this transaction. */
export async function lockIncomingPayment(tx: Tx, txid: string, ourOcid: number): Promise<IncomingPayment | undefined> {
  // First lock, then read: a statement that waited for the lock would still see the proofs of before.
  await tx.rows(LOCK, [txid])
  const [row] = await tx.rows<Row>(READ, [txid, ourOcid])
  return row && fromRow(row)
}

function fromRow({ callerOcid, merchantKind, merchantOcid, receivedText, proofText, signature, ...row }: Row) {
  const isComplete = receivedText !== null && proofText !== null && signature !== null
  return {
    ...row,
    callerOcid: Number(callerOcid),
    merchant: { kind: merchantKind, ocid: Number(merchantOcid) },
    completion: isComplete ? { receivedText, proofText, signature } : null,
  }
}

const COMPLETE = {
  name: 'incoming-payment-complete',
  text: `
    WITH delivery AS (
      INSERT INTO deliveries (id, receiver_ocid, body, next_attempt_at) VALUES ($2::text, $3::bigint, $4, now())),
    proof AS (
      INSERT INTO proofs (issuer, txid, from_ocid, to_ocid, proof_text, signature, public_key)
      VALUES ($5, $1::text, $6, $3::bigint, $7, $8, $9)),
    completed AS (
      UPDATE incoming_payments SET status = 'COMPLETED', completed_at = now(), delivery_id = $2::text WHERE txid = $1::text RETURNING delivery_id)
    SELECT ${firstAttempt('completed.delivery_id')} FROM completed`,
}

export interface CompletedPayment {
  readonly ourOcid: number
  readonly fromOcid: number
  readonly merchantOcid: number
  readonly proof: SignedProof
  readonly deliveryId: string
}

/** The payment was settled: its state, our proof, and the webhook that its merchant is owed, all or nothing. */
export async function recordCompletion(tx: Tx, completed: CompletedPayment): Promise<void> {
  const { ourOcid, fromOcid, merchantOcid, proof, deliveryId } = completed
  const signed = [proof.proofText, proof.signature, proof.publicKey]
  const way = [proof.txid, deliveryId, merchantOcid, proof.envelope]
  await tx.rows(COMPLETE, [...way, ourOcid, fromOcid, ...signed])
}
