import { rows, type Tx } from '@/lib/db/transaction'
import { claimNonceSql, type PendingNonce } from '@/lib/http/nonce-store'
import type { MerchantOwner } from './find-recipient'

/** A payment that a merchant of ours shall get by the proof of a provider. */
export interface NewIncomingPayment {
  readonly txid: string
  readonly callerOcid: number
  readonly merchant: MerchantOwner
  readonly amountMinor: bigint
  readonly currency: string
  readonly accepts: readonly number[]
  readonly idempotencyKey: string | null
  readonly requestText: string
  readonly expiresAtEpochSeconds: number
}

/** What was asked for before under the same key. */
export interface StandingPayment {
  readonly txid: string
  readonly requestText: string
  readonly accepts: readonly number[]
  readonly expiresAtEpochSeconds: number
}

export type CreatePaymentOutcome =
  | { readonly kind: 'created' | 'NONCE_REUSED' }
  | { readonly kind: 'standing'; readonly standing: StandingPayment }

const STANDING = `
  SELECT txid, request_text AS "requestText", to_json(accepts) AS accepts, extract(epoch FROM expires_at)::float8 AS "expiresAtEpochSeconds"
  FROM incoming_payments WHERE caller_ocid = $1::bigint AND idempotency_key = $2::text`

const CREATE = {
  name: 'incoming-payment-create',
  text: `
    WITH nonce AS (${claimNonceSql('$3', '$4', '$5', '$6')}),
    admitted AS (SELECT 1 FROM nonce UNION ALL SELECT 1 WHERE $6),
    standing AS (${STANDING}),
    created AS (
      INSERT INTO incoming_payments (txid, caller_ocid, idempotency_key, merchant_ocid, merchant_kind, amount_minor, currency, accepts, request_text, expires_at)
      SELECT $7, $1::bigint, $2::text, $8, $9, $10, $11, $12::bigint[], $13, to_timestamp($14)
      WHERE EXISTS (SELECT FROM admitted) AND NOT EXISTS (SELECT FROM standing)
      ON CONFLICT (caller_ocid, idempotency_key) DO NOTHING RETURNING txid)
    SELECT EXISTS (SELECT FROM admitted) AS "isFresh", EXISTS (SELECT FROM created) AS "isCreated"`,
}

/** Records the nonce and the payment in one statement, unless its key stands for an earlier one. */
export async function insertIncomingPayment(
  tx: Tx,
  nonce: PendingNonce,
  payment: NewIncomingPayment,
): Promise<CreatePaymentOutcome> {
  const { txid, callerOcid, merchant, amountMinor, currency, accepts, idempotencyKey, requestText } = payment
  const claim = [nonce.ocid, nonce.nonce, nonce.expiresAtEpochSeconds, nonce.recorded]
  const terms = [txid, merchant.ocid, merchant.kind, amountMinor, currency, accepts, requestText]
  const values = [callerOcid, idempotencyKey, ...claim, ...terms, payment.expiresAtEpochSeconds]
  const [row] = await tx.rows<{ isFresh: boolean; isCreated: boolean }>(CREATE, values)
  if (!row?.isFresh) return { kind: 'NONCE_REUSED' }
  nonce.recorded = true
  if (row.isCreated) return { kind: 'created' }
  // Somebody was faster and has committed, or this statement would have waited.
  const standing = await findStandingPayment(callerOcid, idempotencyKey)
  if (!standing) throw new Error('a payment that stands in the way has gone')
  return { kind: 'standing', standing }
}

const READ_STANDING = { name: 'incoming-payment-standing', text: STANDING }

export async function findStandingPayment(
  callerOcid: number,
  idempotencyKey: string | null,
): Promise<StandingPayment | undefined> {
  const [row] = await rows<StandingPayment>(READ_STANDING, [callerOcid, idempotencyKey])
  return row
}
