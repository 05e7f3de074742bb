import { type EndingTx, rows, type Tx } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import type { Invoice } from './invoice'

const COLUMNS = `i.id, i.application_id AS "applicationId", i.mode, i.token, i.status, i.number, i.customer_reference AS "customerReference",
  i.customer_email AS "customerEmail", i.currency, i.line_items AS "lineItems", i.total_minor AS "totalMinor", i.paid_minor AS "paidMinor",
  i.due_date::text AS "dueDate", i.created_at AS "createdAt", i.updated_at AS "updatedAt", i.issued_at AS "issuedAt", i.paid_at AS "paidAt"`

// The counter stays locked until the transaction ends: what fails gives its number back, and nobody has seen it.
const NEXT_NUMBER = {
  name: 'invoice-next-number',
  text: `INSERT INTO invoice_counters AS c (application_id, mode, last_number) VALUES ($1, $2::mode, 1)
    ON CONFLICT (application_id, mode) DO UPDATE SET last_number = c.last_number + 1 RETURNING last_number AS number`,
}

/** The next number of an application's invoices in a mode, for this transaction alone. */
export async function takeInvoiceNumber(tx: Tx, applicationId: string, mode: Mode): Promise<number> {
  const [row] = await tx.rows<{ number: number }>(NEXT_NUMBER, [applicationId, mode])
  if (!row) throw new Error('the counter of invoices gave no number')
  return row.number
}

const INSERT = {
  name: 'invoice-insert',
  text: `INSERT INTO invoices (id, application_id, mode, token, status, number, customer_reference, customer_email, currency,
      line_items, total_minor, due_date, created_at, updated_at, issued_at)
    VALUES ($1, $2, $3::mode, $4, $5::invoice_status, $6, $7, $8, $9, $10, $11, $12::date, $13, $13, $14)`,
}

export function insertInvoice(tx: EndingTx, i: Invoice): void {
  const whose = [i.id, i.applicationId, i.mode, i.token, i.status, i.number, i.customerReference, i.customerEmail]
  const what = [i.currency, i.lineItems, i.totalMinor, i.dueDate, i.createdAt, i.issuedAt]
  tx.write(INSERT, [...whose, ...what])
}

const SCOPE = 'i.id = $1 AND i.application_id = $2 AND i.mode = $3::mode'
const FIND = { quick: true, name: 'invoice-find', text: `SELECT ${COLUMNS} FROM invoices i WHERE ${SCOPE}` }
const LOCK = { name: 'invoice-lock', text: `SELECT ${COLUMNS} FROM invoices i WHERE ${SCOPE} FOR UPDATE` }

/** An invoice of this application in this mode; another's is as if it were not there. */
export async function findInvoice(id: string, applicationId: string, mode: Mode): Promise<Invoice | undefined> {
  const [row] = await rows<Invoice>(FIND, [id, applicationId, mode])
  return row
}

/** The same, locked: whoever pays it, or makes a payment for it, waits for this transaction. */
export async function lockInvoice(tx: Tx, id: string, applicationId: string, mode: Mode): Promise<Invoice | undefined> {
  const [row] = await tx.rows<Invoice>(LOCK, [id, applicationId, mode])
  return row
}

const BY_TOKEN = { quick: true, name: 'invoice-by-token', text: `SELECT ${COLUMNS} FROM invoices i WHERE i.token = $1` }

export async function findInvoiceByToken(token: string): Promise<Invoice | undefined> {
  const [row] = await rows<Invoice>(BY_TOKEN, [token])
  return row
}

const ISSUE = {
  name: 'invoice-issue',
  text: `UPDATE invoices SET status = 'ISSUED', number = $2, issued_at = $3, updated_at = $3 WHERE id = $1`,
}

/** A draft that is locked becomes an invoice. */
export function issueInvoiceIn(tx: EndingTx, id: string, number: number, now: Date): void {
  tx.write(ISSUE, [id, number, now])
}

const OPEN_PAYMENT = {
  name: 'invoice-open-payment',
  text: `SELECT p.id, s.id AS "sessionId" FROM app_payments a JOIN payments p ON p.id = a.payment_id JOIN checkout_sessions s ON s.payment_id = p.id
    WHERE a.invoice_id = $1 AND p.amount_minor = $2 AND p.status IN ('CREATED', 'PENDING') AND p.expires_at > $3
    ORDER BY p.expires_at DESC LIMIT 1`,
}

export interface OpenPayment {
  readonly id: string
  readonly sessionId: string
}

/** The payment for exactly this amount of an invoice that can still be paid at a moment. The invoice is locked: no second one is made meanwhile. */
export async function findOpenPayment(
  tx: Tx,
  invoiceId: string,
  amountMinor: bigint,
  at: Date,
): Promise<OpenPayment | undefined> {
  const [row] = await tx.rows<OpenPayment>(OPEN_PAYMENT, [invoiceId, amountMinor, at])
  return row
}

const ROOM = {
  name: 'invoice-room',
  text: `SELECT i.total_minor - i.paid_minor AS due FROM app_payments a JOIN invoices i ON i.id = a.invoice_id WHERE a.payment_id = $1 FOR UPDATE OF i`,
}

/** What is still due of the invoice that a payment is for, locked; undefined when it is for none. */
export async function lockDue(tx: Tx, paymentId: string): Promise<bigint | undefined> {
  const [row] = await tx.rows<{ due: bigint }>(ROOM, [paymentId])
  return row?.due
}
