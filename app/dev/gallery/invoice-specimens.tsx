import type { ReactNode } from 'react'
import { InvoicePage } from '@/components/invoices/invoice-page'
import { TooManyGuesses } from '@/components/receipts/too-many-guesses'
import type { InvoiceView } from '@/lib/invoices/invoice-view'
import { bookshop, hostileShop, money, sampleCheckouts, usdt } from './sample-checkouts'

const nowhere = '/dev/gallery'

const order = { ...sampleCheckouts['open-signed-in'].order, memo: null, difference: null, total: money(2290n) }

const issued: InvoiceView = {
  url: 'https://pay.example/invoices/AAAAAAAAAAAAAAAAAAAAAA',
  isTest: false,
  status: 'ISSUED',
  merchant: bookshop,
  number: 42,
  customerReference: 'customer-1',
  order,
  paid: money(0n),
  due: money(2290n),
  dueDate: '2027-01-31',
  issuedDate: '2027-01-15',
  canPay: true,
}

const invoice = (more: Partial<InvoiceView>, wasRefused = false) => (
  <InvoicePage invoice={{ ...issued, ...more }} pay={nowhere} wasRefused={wasRefused} />
)

const long = { ...sampleCheckouts['open-long-order'].order, memo: null, difference: null, total: money(13800n) }
const hostile = sampleCheckouts['open-hostile'].order

/** The printable page of an invoice, in every state. */
export const invoiceSpecimens: Record<string, () => ReactNode> = {
  invoice: () => invoice({}),
  'invoice-partly-paid': () => invoice({ status: 'PARTIALLY_PAID', paid: money(1000n), due: money(1290n) }),
  'invoice-overdue': () => invoice({ status: 'OVERDUE', issuedDate: '2026-12-15', dueDate: '2027-01-10' }),
  'invoice-paid': () => invoice({ status: 'PAID', paid: money(2290n), due: money(0n), canPay: false }),
  'invoice-draft': () => invoice({ status: 'DRAFT', number: null, issuedDate: null, dueDate: null, canPay: false }),
  'invoice-test': () => invoice({ isTest: true }),
  'invoice-refused': () => invoice({}, true),
  'invoice-long': () => invoice({ order: long, due: long.total }),
  'invoice-hostile': () =>
    invoice({
      merchant: hostileShop,
      order: hostile,
      customerReference: `\u202E${'W'.repeat(240)}`,
      paid: money(0n, usdt),
      due: hostile.total,
    }),
  'invoice-too-many': () => <TooManyGuesses of="invoice" />,
}
