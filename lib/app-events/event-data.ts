import type { PaymentStatus } from '@/lib/checkout/payment-store'
import type { Gateway } from '@/lib/gateway/gateway'
import { invoiceJson } from '@/lib/invoices/invoice'
import { findInvoice } from '@/lib/invoices/invoice-store'
import { paymentJson } from '@/lib/merchant-api/app-payment'
import { findAppPayment } from '@/lib/merchant-api/app-payment-store'
import type { AppEvent } from './event-store'

/** What the event is about, as the API shows it. */
export async function readEventData(
  { env }: Gateway,
  { type, subjectId, applicationId, mode }: AppEvent,
): Promise<unknown> {
  if (type.startsWith('invoice.')) {
    const invoice = await findInvoice(subjectId, applicationId, mode)
    if (!invoice) throw new Error(`the subject of a ${type} event is gone`)
    return invoiceJson(env.PUBLIC_URL, invoice, new Date())
  }
  const payment = await findAppPayment(subjectId, applicationId, mode)
  if (!payment) throw new Error(`the subject of a ${type} event is gone`)
  // A refund may have come since: the event tells of the moment that it is named after.
  return paymentJson(env.PUBLIC_URL, {
    ...payment,
    status: type.slice('payment.'.length).toUpperCase() as PaymentStatus,
  })
}
