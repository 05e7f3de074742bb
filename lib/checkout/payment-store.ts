import { type EndingTx, rows, type Tx } from '@/lib/db/transaction'
import { isPaidSql, type PaymentStatus } from './payment-lifecycle'

export type { PaymentStatus }

/** A checkout session with its payment, as the database has them. */
export interface StoredCheckout {
  readonly sessionId: string
  readonly paymentId: string
  readonly status: PaymentStatus
  readonly mode: 'LIVE' | 'TEST'
  /** The application whose API key created it; null: it came by a merchant's signed order. */
  readonly applicationId: string | null
  readonly callerOcid: number
  readonly merchantOcid: number
  readonly orderText: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly successUrl: string | null
  readonly cancelUrl: string | null
  readonly payerId: string | null
  readonly expiresAtEpochSeconds: number
  readonly settledAtEpochSeconds: number | null
  readonly txid: string | null
  /** The one person whom it came to; null: whoever has the link. */
  readonly boundUserId: string | null
  /** Money is held for it: an outside step is under way. */
  readonly isHeld: boolean
}

/** Whether it has not ended and no money is held for it: it can be cancelled, and paid until its time is over. */
export const isUnpaid = ({ status, isHeld }: StoredCheckout): boolean =>
  (status === 'CREATED' || status === 'PENDING') && !isHeld

/** Whether somebody can pay it at this moment. */
export const isPayable = (checkout: StoredCheckout): boolean =>
  isUnpaid(checkout) && Date.now() / 1000 < checkout.expiresAtEpochSeconds

/** What the merchant knows a checkout by: its session, or where an application created it, its payment. */
export const merchantReference = ({ applicationId, sessionId, paymentId }: StoredCheckout): string =>
  applicationId === null ? sessionId : paymentId

type Row = Omit<StoredCheckout, 'callerOcid' | 'merchantOcid'> & {
  readonly callerOcid: bigint
  readonly merchantOcid: bigint
}

/** SQL that says whether money is held for the payment whose id the expression `id` gives. */
export const isHeldSql = (id: string): string =>
  `EXISTS (SELECT FROM transfers t WHERE t.payment_id = ${id} AND t.reason = 'PAYMENT' AND t.state = 'PENDING')`

const COLUMNS = `
  s.id AS "sessionId", p.id AS "paymentId", p.status, p.mode, p.application_id AS "applicationId", s.caller_ocid AS "callerOcid", s.merchant_ocid AS "merchantOcid",
  s.order_text AS "orderText", p.amount_minor AS "amountMinor", p.currency, s.success_url AS "successUrl", s.cancel_url AS "cancelUrl",
  p.payer_id AS "payerId", s.bound_user_id AS "boundUserId", extract(epoch FROM p.expires_at)::float8 AS "expiresAtEpochSeconds",
  floor(extract(epoch FROM p.settled_at))::float8 AS "settledAtEpochSeconds",
  (SELECT r.txid FROM proofs r WHERE r.payment_id = p.id AND r.settles) AS txid,
  ${isHeldSql('p.id')} AS "isHeld"`
const FROM = 'FROM checkout_sessions s JOIN payments p ON p.id = s.payment_id'

// With one id and with several: for a list PostgreSQL would make a new plan every time, however short it is.
const ONE = 's.id = $1'
const SEVERAL = 's.id = ANY ($1::text[])'
const readSql = (which: string) => `SELECT ${COLUMNS} ${FROM} WHERE ${which}`
const lockSql = (which: string) => `SELECT s.id AS "sessionId" ${FROM} WHERE ${which} ORDER BY p.id FOR UPDATE OF p`
// As one_payment_per_order says: of one order, one payment is made.
const UNPAID_ORDER = `NOT EXISTS (
  SELECT FROM payments o WHERE o.merchant_ocid = p.merchant_ocid AND o.order_id = p.order_id AND o.mode = p.mode AND o.id <> p.id
    AND (${isPaidSql('o.status')} OR o.paying_since IS NOT NULL))`

const READ = { quick: true, name: 'checkout-read', text: readSql(ONE) }
const READ_SEVERAL = { name: 'checkout-read-several', text: readSql(SEVERAL) }
const LOCK = { name: 'checkout-lock', text: lockSql(ONE) }
const LOCK_FREE = { name: 'checkout-lock-free', text: `${lockSql(`${SEVERAL} AND ${UNPAID_ORDER}`)} SKIP LOCKED` }

export async function findCheckout(sessionId: string): Promise<StoredCheckout | undefined> {
  const [row] = await rows<Row>(READ, [sessionId])
  return row && fromRow(row)
}

/** The checkout with its payment locked: whoever pays, cancels or expires it next waits for this transaction. */
export async function lockCheckout(tx: Tx, sessionId: string): Promise<StoredCheckout | undefined> {
  // First lock, then read: a statement that waited for the lock would still see the transfers and proofs of before.
  const [, [row]] = await Promise.all([tx.rows(LOCK, [sessionId]), tx.rows<Row>(READ, [sessionId])])
  return row && fromRow(row)
}

/**
 * The same for several, without waiting: `busy` is one that somebody else has locked, or whose order was paid on another page.
 * One that is not there is not in the answer.
 */
export async function lockFreeCheckouts(
  tx: Tx,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, StoredCheckout | 'busy'>> {
  const [locked, found] = await Promise.all([
    tx.rows<{ sessionId: string }>(LOCK_FREE, [sessionIds]),
    tx.rows<Row>(READ_SEVERAL, [sessionIds]),
  ])
  const ours = new Set(locked.map(({ sessionId }) => sessionId))
  return new Map(found.map((row) => [row.sessionId, ours.has(row.sessionId) ? fromRow(row) : 'busy']))
}

const fromRow = (row: Row): StoredCheckout => ({
  ...row,
  callerOcid: Number(row.callerOcid),
  merchantOcid: Number(row.merchantOcid),
})

const BY_MERCHANT = {
  name: 'checkout-by-merchant',
  text: `
    WITH named AS (
      SELECT id FROM payments WHERE id = $1 AND merchant_ocid = $2
      UNION ALL
      SELECT payment_id FROM checkout_sessions WHERE merchant_ocid = $2 AND order_id = $1)
    SELECT ${COLUMNS} ${FROM} JOIN named ON named.id = p.id ORDER BY p.settled_at IS NULL, s.created_at DESC LIMIT 1`,
}

/** A merchant's own order, by our payment's id or by the merchant's id of the order: the paid one, else the latest. */
export async function findMerchantCheckout(id: string, merchantOcid: number): Promise<StoredCheckout | undefined> {
  const [row] = await rows<Row>(BY_MERCHANT, [id, merchantOcid])
  return row && fromRow(row)
}

const OPEN = {
  name: 'payment-open',
  text: `UPDATE payments SET status = 'PENDING', updated_at = now() WHERE id = ANY ($1::text[]) AND status = 'CREATED'`,
}

/** The checkout was opened by somebody: CREATED becomes PENDING; anything later stays as it is. */
export async function openPayment(paymentId: string): Promise<void> {
  await rows(OPEN, [[paymentId]])
}

/** The same inside a transaction, for those of them that nobody has opened. */
export function openPaymentsIn(tx: EndingTx, checkouts: readonly StoredCheckout[]): void {
  const created = checkouts.filter(({ status }) => status === 'CREATED').map(({ paymentId }) => paymentId)
  if (created.length > 0) tx.write(OPEN, [created])
}

const CANCEL = {
  name: 'payment-cancel',
  text: `WITH ended AS (UPDATE payments SET status = 'CANCELLED', updated_at = now() WHERE id = $1 RETURNING id)
    UPDATE checkout_sessions s SET open = false FROM ended WHERE s.payment_id = ended.id`,
}

export async function cancelPayment(tx: Tx, paymentId: string): Promise<void> {
  await tx.rows(CANCEL, [paymentId])
}

/** Of a payment `p`: no money is held for it. */
export const NO_HOLD = `NOT ${isHeldSql('p.id')}`
const OPEN_DUE = {
  name: 'payments-open-due',
  text: `UPDATE payments SET status = 'PENDING', updated_at = now() WHERE id IN (
    SELECT id FROM payments WHERE status = 'CREATED' AND expires_at <= now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
}
const END_DUE = {
  name: 'payments-end-due',
  text: `
    WITH due AS (
      SELECT p.id FROM payments p WHERE p.status = 'PENDING' AND p.expires_at <= now() AND ${NO_HOLD}
      ORDER BY p.expires_at LIMIT $1 FOR UPDATE SKIP LOCKED),
    ended AS (UPDATE payments p SET status = 'EXPIRED', updated_at = now() FROM due WHERE p.id = due.id RETURNING p.id),
    closed AS (UPDATE checkout_sessions s SET open = false FROM ended WHERE s.payment_id = ended.id)
    SELECT count(*)::int AS total FROM ended`,
}

export async function openDuePayments(tx: Tx, most: number): Promise<void> {
  await tx.rows(OPEN_DUE, [most])
}

export async function endDuePayments(tx: Tx, most: number): Promise<number> {
  const [row] = await tx.rows<{ total: number }>(END_DUE, [most])
  return row?.total ?? 0
}

const OPEN_STANDING = {
  name: 'payment-open-standing',
  text: `UPDATE payments p SET status = 'PENDING', updated_at = now() FROM checkout_sessions s
    WHERE s.payment_id = p.id AND s.caller_ocid = $1 AND s.merchant_ocid = $2 AND s.order_id = $3 AND s.open
      AND p.status = 'CREATED' AND p.expires_at <= to_timestamp($4)`,
}
const END_STANDING = {
  name: 'payment-end-standing',
  text: `
    WITH ended AS (
      UPDATE payments p SET status = 'EXPIRED', updated_at = now() FROM checkout_sessions s
      WHERE s.payment_id = p.id AND s.caller_ocid = $1 AND s.merchant_ocid = $2 AND s.order_id = $3 AND s.open
        AND p.status = 'PENDING' AND p.expires_at <= to_timestamp($4) AND ${NO_HOLD} RETURNING p.id)
    UPDATE checkout_sessions s SET open = false FROM ended WHERE s.payment_id = ended.id`,
}

/** Whose page of which order. */
export interface StandingOrder {
  readonly callerOcid: number
  readonly merchantOcid: number
  readonly orderId: string
}

/** Ends the page of one order when its time is over by `nowEpochSeconds`, so that a new one can be made. */
export async function endStandingCheckout(tx: Tx, order: StandingOrder, nowEpochSeconds: number): Promise<void> {
  const values = [order.callerOcid, order.merchantOcid, order.orderId, nowEpochSeconds]
  await tx.rows(OPEN_STANDING, values)
  await tx.rows(END_STANDING, values)
}
