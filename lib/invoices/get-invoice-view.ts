import { findApplication } from '@/lib/applications/application-store'
import type { OrderLine } from '@/lib/checkout/checkout-view'
import { applicationCard } from '@/lib/checkout/merchant-card'
import type { Gateway } from '@/lib/gateway/gateway'
import { knownCurrency } from '@/lib/money/known-currency'
import type { Money } from '@/lib/money/money'
import { displayText } from '@/lib/opencharge/display-text'
import { checkPayable } from './check-invoice'
import { dueMinorOf, type Invoice, invoiceUrlOf, linesOf, lineTotalMinor, shownStatus } from './invoice'
import type { InvoiceView } from './invoice-view'
import { fitsBounds } from './payable-link'

const MOST_CHARACTERS = 255

/** What the printable page of an invoice shows. */
export async function getInvoiceView(us: Gateway, invoice: Invoice, now: Date): Promise<InvoiceView> {
  const { applicationId, number, mode, totalMinor, paidMinor, dueDate, issuedAt } = invoice
  const currency = knownCurrency(us.env.CURRENCIES, invoice.currency)
  const money = (amountMinor: bigint): Money => ({ amountMinor, currency })
  const application = await findApplication(applicationId)
  const due = dueMinorOf(invoice)
  return {
    url: invoiceUrlOf(us.env.PUBLIC_URL, invoice.token),
    isTest: mode === 'TEST',
    status: shownStatus(invoice, now),
    merchant: applicationCard(applicationId, application),
    number,
    customerReference: displayText(invoice.customerReference, MOST_CHARACTERS),
    order: {
      orderId: String(number ?? ''),
      reference: null,
      memo: null,
      lines: shownLines(invoice, money),
      difference: null,
      total: money(totalMinor),
    },
    paid: money(paidMinor),
    due: money(due),
    dueDate,
    issuedDate: issuedAt?.toISOString().slice(0, 10) ?? null,
    canPay: application !== undefined && checkPayable(invoice).ok && fitsBounds(application, due),
  }
}

const shownLines = (invoice: Invoice, money: (amountMinor: bigint) => Money): OrderLine[] =>
  linesOf(invoice).map((line) => ({
    name: displayText(line.description, MOST_CHARACTERS),
    quantity: String(line.qty),
    unitPrice: money(BigInt(line.unitAmountMinor)),
    total: money(lineTotalMinor(line)),
  }))
