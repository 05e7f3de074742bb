import { type EndingTx, rows } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import type { AppPayment } from './app-payment'

/** What is written for a new payment, beside what the API shows of it. */
export interface NewAppPayment extends AppPayment {
  readonly ourOcid: number
  readonly orderText: string
  readonly orderSignature: string
  readonly contentHash: string
  readonly cancelUrl: string | null
  readonly customerEmail: string | null
  readonly customerPhone: string | null
  readonly customerName: string | null
  readonly productName: string | null
  readonly sandboxOutcome: string | null
}

const INSERT = {
  name: 'app-payment-insert',
  text: `
    WITH payment AS (
      INSERT INTO payments (id, application_id, mode, merchant_ocid, order_id, amount_minor, currency, expires_at, created_at, updated_at)
      VALUES ($1, $2, $3::mode, $4, $1, $5, $6, $7, $8, $8) RETURNING id),
    session AS (
      INSERT INTO checkout_sessions (id, payment_id, caller_ocid, merchant_ocid, order_id, order_text, order_signature, content_hash, success_url, cancel_url, expires_at, created_at)
      SELECT $9, id, $4, $4, id, $10, $11, $12, $13, $14, $7, $8 FROM payment RETURNING id)
    INSERT INTO app_payments (payment_id, application_id, mode, customer_reference, customer_email, customer_phone, customer_name,
        product_name, invoice_id, metadata, sandbox_outcome, sandbox_due_at, created_at)
      SELECT payment.id, $2, $3::mode, $15, $16, $17, $18, $19, $20, $21, $22::text, CASE WHEN $22::text IS NOT NULL THEN $8::timestamptz END, $8
      FROM payment, session`,
}

/** Writes a new payment with its page: all or nothing, when the transaction ends. */
export function insertAppPayment(tx: EndingTx, p: NewAppPayment): void {
  const payment = [p.id, p.applicationId, p.mode, p.ourOcid, p.amountMinor, p.currency, p.expiresAt, p.createdAt]
  const session = [p.sessionId, p.orderText, p.orderSignature, p.contentHash, p.successUrl, p.cancelUrl]
  const customer = [p.customerReference, p.customerEmail, p.customerPhone, p.customerName]
  tx.write(INSERT, [...payment, ...session, ...customer, p.productName, p.invoiceId, p.metadata, p.sandboxOutcome])
}

const COLUMNS = `p.id, s.id AS "sessionId", p.status, a.application_id AS "applicationId", p.mode, p.amount_minor AS "amountMinor", p.currency,
  a.invoice_id AS "invoiceId", s.success_url AS "successUrl", p.failure_code AS "failureCode",
  a.customer_reference AS "customerReference", a.metadata, p.expires_at AS "expiresAt", p.created_at AS "createdAt", p.updated_at AS "updatedAt",
  (SELECT r.txid FROM proofs r WHERE r.payment_id = p.id AND r.settles) AS txid`
const FROM =
  'FROM app_payments a JOIN payments p ON p.id = a.payment_id JOIN checkout_sessions s ON s.payment_id = p.id'

const FIND = {
  quick: true,
  name: 'app-payment-find',
  text: `SELECT ${COLUMNS} ${FROM} WHERE a.payment_id = $1 AND a.application_id = $2 AND a.mode = $3::mode`,
}

/** A payment of this application in this mode; another's is as if it were not there. */
export async function findAppPayment(id: string, applicationId: string, mode: Mode): Promise<AppPayment | undefined> {
  const [row] = await rows<AppPayment>(FIND, [id, applicationId, mode])
  return row
}

const COUNT = {
  name: 'app-payments-count',
  text: 'SELECT count(*)::int AS total FROM app_payments WHERE application_id = $1 AND mode = $2::mode AND customer_reference = $3',
}

export interface PageOfPayments {
  readonly applicationId: string
  readonly mode: Mode
  readonly customerReference: string
  readonly sortBy: 'createdAt' | 'updatedAt' | 'amountMinor'
  readonly order: 'ASC' | 'DESC'
  readonly page: number
  readonly size: number
}

const SORTED_BY = { createdAt: 'a.created_at', updatedAt: 'p.updated_at', amountMinor: 'p.amount_minor' } as const

/**
 * One page of a customer's payments with their number. A page of the second half is read from the end, so that the last one
 * costs as little as the first; only the ids are walked through, and only the payments of the page are read.
 */
export async function listAppPayments(asked: PageOfPayments): Promise<{ payments: AppPayment[]; total: number }> {
  const scope = [asked.applicationId, asked.mode, asked.customerReference]
  const [counted] = await rows<{ total: number }>(COUNT, scope)
  const total = counted?.total ?? 0
  const first = asked.page * asked.size
  const count = Math.min(asked.size, total - first)
  if (count <= 0) return { payments: [], total }
  const isNearEnd = first > total / 2
  const skipped = isNearEnd ? total - first - count : first
  const direction = isNearEnd === (asked.order === 'DESC') ? 'ASC' : 'DESC'
  const column = SORTED_BY[asked.sortBy]
  const by = (order: string) => `${column} ${order}, a.payment_id ${order}`
  const source =
    asked.sortBy === 'createdAt' ? 'app_payments a' : 'app_payments a JOIN payments p ON p.id = a.payment_id'
  const page = {
    name: `app-payments-${asked.sortBy}-${direction}-${asked.order}`,
    text: `
      WITH picked AS MATERIALIZED (
        SELECT a.payment_id FROM ${source} WHERE a.application_id = $1 AND a.mode = $2::mode AND a.customer_reference = $3
        ORDER BY ${by(direction)} LIMIT $4 OFFSET $5)
      SELECT ${COLUMNS} ${FROM} WHERE a.payment_id IN (SELECT payment_id FROM picked) ORDER BY ${by(asked.order)}`,
  }
  return { payments: await rows<AppPayment>(page, [...scope, count, skipped]), total }
}
