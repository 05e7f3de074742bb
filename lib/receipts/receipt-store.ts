import { isPaidSql } from '@/lib/checkout/payment-lifecycle'
import { rows } from '@/lib/db/transaction'

const OPEN = {
  name: 'receipt-open',
  text: `
    WITH paid AS (
      SELECT id FROM payments
      WHERE (id = $1 OR id = (SELECT payment_id FROM checkout_sessions WHERE id = $1)) AND payer_id = $2::uuid AND ${isPaidSql('status')}),
    made AS (
      INSERT INTO receipts (token, payment_id) SELECT $3, id FROM paid ON CONFLICT (payment_id) DO NOTHING RETURNING token)
    SELECT token FROM made UNION ALL SELECT r.token FROM receipts r JOIN paid ON paid.id = r.payment_id LIMIT 1`,
}

/** The receipt's token of a payment, named by its id or its checkout's, that this person paid; made with `token` when there is none; undefined for anybody else. */
export async function openReceipt(reference: string, payerId: string, token: string): Promise<string | undefined> {
  for (let tries = 0; tries < 2; tries++) {
    const [row] = await rows<{ token: string }>(OPEN, [reference, payerId, token])
    if (row) return row.token
    // Made by another press at the same moment: the next statement sees it.
  }
  return undefined
}

/** A payment with everything that was signed about it. Times are Unix seconds. */
export interface StoredReceipt {
  readonly paymentId: string
  readonly payerId: string
  readonly merchantOcid: number
  /** The application whose API key created it; null: it came by a merchant's signed order. */
  readonly applicationId: string | null
  readonly orderText: string
  readonly orderSignature: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly refundedMinor: bigint
  readonly paidAtEpochSeconds: number
  readonly issuer: number
  readonly txid: string
  readonly proofText: string
  readonly signature: string
  readonly publicKey: string
}

type Row = Omit<StoredReceipt, 'merchantOcid' | 'issuer'> & { readonly merchantOcid: bigint; readonly issuer: bigint }

const PAYMENT = `
      p.id AS "paymentId", p.merchant_ocid AS "merchantOcid", p.application_id AS "applicationId", s.order_text AS "orderText",
      p.amount_minor AS "amountMinor", p.currency,
      (SELECT coalesce(sum(f.amount_minor), 0)::bigint FROM refunds f WHERE f.payment_id = p.id AND f.status = 'SUCCEEDED') AS "refundedMinor",
      floor(extract(epoch FROM p.settled_at))::float8 AS "paidAtEpochSeconds"`
const READ = {
  name: 'receipt-read',
  text: `
    SELECT ${PAYMENT}, p.payer_id AS "payerId", s.order_signature AS "orderSignature", q.issuer, q.txid, q.proof_text AS "proofText", q.signature, q.public_key AS "publicKey"
    FROM receipts r JOIN payments p ON p.id = r.payment_id JOIN checkout_sessions s ON s.payment_id = p.id
    JOIN proofs q ON q.payment_id = p.id AND q.settles WHERE r.token = $1`,
}

/** What a receipt is about; undefined when nobody was given this token. */
export async function findReceipt(token: string): Promise<StoredReceipt | undefined> {
  const [row] = await rows<Row>(READ, [token])
  return row && { ...row, merchantOcid: Number(row.merchantOcid), issuer: Number(row.issuer) }
}

/** A payment that was paid, with our proof; null in the sandbox, which signs nothing. */
export type PaidPayment = Pick<
  StoredReceipt,
  | 'paymentId'
  | 'merchantOcid'
  | 'applicationId'
  | 'orderText'
  | 'amountMinor'
  | 'currency'
  | 'refundedMinor'
  | 'paidAtEpochSeconds'
> & {
  readonly proofText: string | null
  readonly signature: string | null
  readonly publicKey: string | null
}

const READ_PAID = {
  name: 'receipt-read-paid',
  text: `
    SELECT ${PAYMENT}, q.proof_text AS "proofText", q.signature, q.public_key AS "publicKey"
    FROM payments p JOIN checkout_sessions s ON s.payment_id = p.id LEFT JOIN proofs q ON q.payment_id = p.id AND q.settles
    WHERE p.id = $1 AND p.settled_at IS NOT NULL`,
}

export async function findPaidPayment(paymentId: string): Promise<PaidPayment | undefined> {
  const [row] = await rows<Omit<PaidPayment, 'merchantOcid'> & { merchantOcid: bigint }>(READ_PAID, [paymentId])
  return row && { ...row, merchantOcid: Number(row.merchantOcid) }
}

const OPEN_ANY = {
  name: 'receipt-open-any',
  text: `
    WITH made AS (INSERT INTO receipts (token, payment_id) VALUES ($2, $1) ON CONFLICT (payment_id) DO NOTHING RETURNING token)
    SELECT token FROM made UNION ALL SELECT token FROM receipts WHERE payment_id = $1 LIMIT 1`,
}

/** The receipt's token of a payment that is paid, for whoever may see the payment; made with `token` when there is none. */
export async function openReceiptOf(paymentId: string, token: string): Promise<string> {
  for (;;) {
    const [row] = await rows<{ token: string }>(OPEN_ANY, [paymentId, token])
    // No row: made by another request at the same moment; the next statement sees it.
    if (row) return row.token
  }
}

const KEYS = {
  name: 'receipt-keys',
  text: `
    WITH spans AS (
      SELECT ocid, public_key, first_seen_at AS first, last_seen_at AS last FROM key_sightings WHERE ocid = ANY($1::bigint[])
      UNION ALL
      SELECT $2::bigint, public_key, signed_from, coalesce(signed_until, now()) FROM signing_keys
        WHERE $2 = ANY($1::bigint[]) AND signed_from IS NOT NULL)
    SELECT ocid, public_key AS "publicKey", floor(extract(epoch FROM min(first)))::float8 AS "firstSeenAt",
      floor(extract(epoch FROM max(last)))::float8 AS "lastSeenAt"
    FROM spans GROUP BY ocid, public_key ORDER BY max(last) DESC LIMIT 20`,
}

/** A key of a party, and between which times we saw it. */
export interface SeenKey {
  readonly ocid: number
  readonly publicKey: string
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

/** The keys of these parties as we saw them, ours as they signed; latest first. */
export async function listSeenKeys(ocids: readonly number[], ourOcid: number): Promise<SeenKey[]> {
  const found = await rows<Omit<SeenKey, 'ocid'> & { ocid: bigint }>(KEYS, [[...ocids], ourOcid])
  return found.map((row) => ({ ...row, ocid: Number(row.ocid) }))
}
