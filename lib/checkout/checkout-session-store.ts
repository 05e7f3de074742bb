import { violatedConstraint } from '@/lib/db/sql-error'
import { rows, type Tx } from '@/lib/db/transaction'
import { claimNonceSql, type PendingNonce } from '@/lib/http/nonce-store'
import { isPaidSql } from './payment-lifecycle'
import { isHeldSql } from './payment-store'

/** A checkout that passed every check and wants its page. Times are Unix seconds. */
export interface NewCheckout {
  readonly sessionId: string
  readonly paymentId: string
  readonly callerOcid: number
  readonly merchantOcid: number
  readonly orderId: string
  readonly orderText: string
  readonly orderSignature: string
  readonly contentHash: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly successUrl: string | null
  readonly cancelUrl: string | null
  readonly expiresAtEpochSeconds: number
  /** The one person whom the order came to, when it came through a code; null: whoever has the link. */
  readonly boundUserId: string | null
}

export type CreateOutcome =
  | {
      readonly kind: 'open'
      readonly sessionId: string
      readonly paymentId: string
      readonly expiresAtEpochSeconds: number
    }
  | { readonly kind: 'NONCE_REUSED' | 'ORDER_PAID' | 'ORDER_CONFLICT' | 'RACED' }

const CREATE = {
  quick: true,
  name: 'checkout-create',
  text: `
    WITH nonce AS (${claimNonceSql('$1', '$2', '$3', '$17')}),
    admitted AS (SELECT 1 FROM nonce UNION ALL SELECT 1 WHERE $17),
    paid AS (
      SELECT 1 FROM payments WHERE merchant_ocid = $7 AND order_id = $8 AND mode = 'LIVE'
        AND ${isPaidSql('status')}),
    standing AS (
      SELECT s.id, s.payment_id, s.content_hash, s.expires_at,
        ${isHeldSql('s.payment_id')} AS held
      FROM checkout_sessions s
      WHERE s.caller_ocid = $6 AND s.merchant_ocid = $7 AND s.order_id = $8 AND s.bound_user_id IS NOT DISTINCT FROM $18::uuid AND s.open),
    payment AS (
      INSERT INTO payments (id, mode, merchant_ocid, order_id, amount_minor, currency, expires_at)
      SELECT $5, 'LIVE', $7, $8, $12, $13, to_timestamp($16)
      WHERE EXISTS (SELECT FROM admitted) AND NOT EXISTS (SELECT FROM paid) AND NOT EXISTS (SELECT FROM standing)
      RETURNING id),
    session AS (
      INSERT INTO checkout_sessions (id, payment_id, caller_ocid, merchant_ocid, order_id, order_text, order_signature, content_hash, success_url, cancel_url, expires_at, bound_user_id)
      SELECT $4, payment.id, $6, $7, $8, $9, $10, $11, $14, $15, to_timestamp($16), $18::uuid FROM payment
      RETURNING id)
    SELECT EXISTS (SELECT FROM admitted) AS fresh, EXISTS (SELECT FROM paid) AS paid, EXISTS (SELECT FROM session) AS created,
      standing.id AS "standingId", standing.payment_id AS "standingPaymentId", standing.content_hash AS "standingHash",
      extract(epoch FROM standing.expires_at)::float8 AS "standingExpiresAt", standing.held AS "standingHeld"
    FROM (SELECT 1) AS one LEFT JOIN standing ON true`,
}

interface CreateRow {
  readonly fresh: boolean
  readonly paid: boolean
  readonly created: boolean
  readonly standingId: string | null
  readonly standingPaymentId: string | null
  readonly standingHash: string | null
  readonly standingExpiresAt: number | null
  readonly standingHeld: boolean | null
}

/**
 * Records the nonce (unless an earlier try did, or there is none) and opens the page in one statement, or says what stands in the way.
 * RACED: another request for this order was faster, or an earlier page of it is past its time but not yet ended.
 */
export async function createSession(
  tx: Pick<Tx, 'rows'>,
  nonce: PendingNonce | null,
  checkout: NewCheckout,
  nowEpochSeconds: number,
): Promise<CreateOutcome> {
  const row = await insert(tx, nonce, checkout)
  if (!row) return { kind: 'RACED' }
  if (!row.fresh) return { kind: 'NONCE_REUSED' }
  if (nonce) nonce.recorded = true
  return outcomeOf(row, checkout, nowEpochSeconds)
}

async function insert(
  tx: Pick<Tx, 'rows'>,
  nonce: PendingNonce | null,
  checkout: NewCheckout,
): Promise<CreateRow | undefined> {
  const { sessionId, paymentId, callerOcid, merchantOcid, orderId, orderText, orderSignature, contentHash } = checkout
  const { amountMinor, currency, successUrl, cancelUrl, expiresAtEpochSeconds, boundUserId } = checkout
  const claim = nonce ? [nonce.ocid, nonce.nonce, nonce.expiresAtEpochSeconds] : [0, '', 0]
  const identity = [sessionId, paymentId, callerOcid, merchantOcid, orderId, orderText, orderSignature, contentHash]
  const terms = [amountMinor, currency, successUrl, cancelUrl, expiresAtEpochSeconds]
  try {
    const [row] = await tx.rows<CreateRow>(CREATE, [
      ...claim,
      ...identity,
      ...terms,
      nonce?.recorded ?? true,
      boundUserId,
    ])
    return row
  } catch (cause) {
    // The whole statement was undone, the nonce with it.
    if (violatedConstraint(cause) === 'one_open_session') return undefined
    throw cause
  }
}

function outcomeOf(row: CreateRow, checkout: NewCheckout, nowEpochSeconds: number): CreateOutcome {
  const { sessionId, paymentId, expiresAtEpochSeconds, contentHash } = checkout
  if (row.created) return { kind: 'open', sessionId, paymentId, expiresAtEpochSeconds }
  if (row.paid) return { kind: 'ORDER_PAID' }
  const { standingId, standingPaymentId, standingExpiresAt } = row
  if (standingId === null || standingPaymentId === null || standingExpiresAt === null) return { kind: 'RACED' }
  // Past its time and with money held for it, it is still being paid: it stands until that has ended.
  if (standingExpiresAt <= nowEpochSeconds && !row.standingHeld) return { kind: 'RACED' }
  if (row.standingHash !== contentHash) return { kind: 'ORDER_CONFLICT' }
  return {
    kind: 'open',
    sessionId: standingId,
    paymentId: standingPaymentId,
    expiresAtEpochSeconds: Math.floor(standingExpiresAt),
  }
}

const HAS_CHECKOUT = {
  name: 'merchant-has-checkout',
  text: 'SELECT 1 AS one FROM checkout_sessions WHERE merchant_ocid = $1 LIMIT 1',
}

/** Whether this merchant ever had a checkout here. */
export async function isMerchantHere(merchantOcid: number): Promise<boolean> {
  const [row] = await rows(HAS_CHECKOUT, [merchantOcid])
  return row !== undefined
}
