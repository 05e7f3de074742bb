import type { Mode } from '@/lib/ledger/account-store'

export type InvoiceStatus = 'DRAFT' | 'ISSUED' | 'PARTIALLY_PAID' | 'PAID'

export interface LineItem {
  readonly description: string
  readonly qty: number
  readonly unitAmountMinor: number
}

/** An invoice of an application, as the database has it. */
export interface Invoice {
  readonly id: string
  readonly applicationId: string
  readonly mode: Mode
  /** Whoever has it may see the printable page. */
  readonly token: string
  readonly status: InvoiceStatus
  /** Null while it is a draft. */
  readonly number: number | null
  readonly customerReference: string
  readonly customerEmail: string | null
  readonly currency: string
  /** A JSON list of `LineItem`. */
  readonly lineItems: string
  readonly totalMinor: bigint
  readonly paidMinor: bigint
  /** As YYYY-MM-DD: the last day on which it is not late. */
  readonly dueDate: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly issuedAt: Date | null
  readonly paidAt: Date | null
}

/** What a line costs. In bigint: quantity times price can be more than a JSON number carries. */
export const lineTotalMinor = ({ qty, unitAmountMinor }: LineItem): bigint => BigInt(qty) * BigInt(unitAmountMinor)

export const totalMinorOf = (lines: readonly LineItem[]): bigint =>
  lines.reduce((total, line) => total + lineTotalMinor(line), 0n)

export const dueMinorOf = ({ totalMinor, paidMinor }: Pick<Invoice, 'totalMinor' | 'paidMinor'>): bigint =>
  totalMinor - paidMinor

export const linesOf = ({ lineItems }: Pick<Invoice, 'lineItems'>): LineItem[] => JSON.parse(lineItems) as LineItem[]

/** The status as it is shown: what was issued and is not all paid when its last day is over (in UTC) is OVERDUE. */
export function shownStatus(
  { status, dueDate }: Pick<Invoice, 'status' | 'dueDate'>,
  now: Date,
): InvoiceStatus | 'OVERDUE' {
  const isUnpaid = status === 'ISSUED' || status === 'PARTIALLY_PAID'
  return isUnpaid && dueDate !== null && dueDate < now.toISOString().slice(0, 10) ? 'OVERDUE' : status
}

export const invoiceUrlOf = (publicUrl: string, token: string): string => `${publicUrl}/invoices/${token}`

/** An invoice as the API shows it (merchant API, Invoices). Amounts are whole numbers of minor units. */
export function invoiceJson(publicUrl: string, invoice: Invoice, now: Date) {
  const { id, number, customerReference, customerEmail, currency, totalMinor, paidMinor, dueDate } = invoice
  return {
    id,
    number,
    status: shownStatus(invoice, now),
    customerReference,
    customerEmail,
    currency,
    lineItems: linesOf(invoice).map((line) => ({ ...line, totalMinor: Number(lineTotalMinor(line)) })),
    totalMinor: Number(totalMinor),
    paidMinor: Number(paidMinor),
    dueMinor: Number(dueMinorOf(invoice)),
    dueDate,
    url: invoiceUrlOf(publicUrl, invoice.token),
    createdAt: invoice.createdAt.toISOString(),
    updatedAt: invoice.updatedAt.toISOString(),
    issuedAt: invoice.issuedAt?.toISOString() ?? null,
    paidAt: invoice.paidAt?.toISOString() ?? null,
  }
}

export type InvoiceJson = ReturnType<typeof invoiceJson>
