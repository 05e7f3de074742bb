import { rows } from '@/lib/db/transaction'

const OPEN = {
  name: 'receipt-open',
  text: `
    WITH paid AS (
      SELECT id FROM payments
      WHERE (id = $1 OR id = (SELECT payment_id FROM checkout_sessions WHERE id = $1)) AND payer_id = $2::uuid AND status IN ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
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
  readonly orderText: string
  readonly orderSignature: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly paidAtEpochSeconds: number
  readonly issuer: number
  readonly txid: string
  readonly proofText: string
  readonly signature: string
  readonly publicKey: string
}

type Row = Omit<StoredReceipt, 'merchantOcid' | 'issuer'> & { readonly merchantOcid: bigint; readonly issuer: bigint }

const READ = {
  name: 'receipt-read',
  text: `
    SELECT p.id AS "paymentId", p.payer_id AS "payerId", p.merchant_ocid AS "merchantOcid", s.order_text AS "orderText",
      s.order_signature AS "orderSignature", p.amount_minor AS "amountMinor", p.currency,
      floor(extract(epoch FROM p.settled_at))::float8 AS "paidAtEpochSeconds",
      q.issuer, q.txid, q.proof_text AS "proofText", q.signature, q.public_key AS "publicKey"
    FROM receipts r JOIN payments p ON p.id = r.payment_id JOIN checkout_sessions s ON s.payment_id = p.id
    JOIN proofs q ON q.payment_id = p.id AND q.settles WHERE r.token = $1`,
}

/** What a receipt is about; undefined when nobody was given this token. */
export async function findReceipt(token: string): Promise<StoredReceipt | undefined> {
  const [row] = await rows<Row>(READ, [token])
  return row && { ...row, merchantOcid: Number(row.merchantOcid), issuer: Number(row.issuer) }
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
