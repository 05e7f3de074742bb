import type { PaymentStatus } from '@/lib/checkout/payment-store'
import type { Gateway } from '@/lib/gateway/gateway'
import { invoiceJson } from '@/lib/invoices/invoice'
import { findInvoice } from '@/lib/invoices/invoice-store'
import { paymentJson } from '@/lib/merchant-api/app-payment'
import { findAppPayment } from '@/lib/merchant-api/app-payment-store'
import { refundJson } from '@/lib/refunds/refund'
import { findRefund } from '@/lib/refunds/refund-store'
import type { AppEvent } from './event-store'

type ReadSubject = (us: Gateway, event: AppEvent) => Promise<unknown>

/** What an event is about, by the first word of its type; undefined when it is gone. */
const subjects: Readonly<Record<string, ReadSubject>> = {
  payment: readPayment,
  refund: readRefund,
  invoice: readInvoice,
}

/** What an event is about, as the API shows it. */
export async function readEventData(us: Gateway, event: AppEvent): Promise<unknown> {
  const [kind = ''] = event.type.split('.')
  const data = await subjects[kind]?.(us, event)
  if (data === undefined) throw new Error(`the subject of a ${event.type} event is gone`)
  return data
}

async function readPayment({ env }: Gateway, event: AppEvent) {
  const { type, subjectId, applicationId, mode, occurredAt } = event
  const payment = await findAppPayment(subjectId, applicationId, mode)
  // A refund may have come since: the event tells of the moment that it is named after.
  const status = type.slice('payment.'.length).toUpperCase() as PaymentStatus
  return payment && paymentJson(env.PUBLIC_URL, { ...payment, status, updatedAt: occurredAt })
}

async function readRefund(_: Gateway, { subjectId, applicationId, mode }: AppEvent) {
  const refund = await findRefund(subjectId, applicationId, mode)
  return refund && refundJson(refund)
}

async function readInvoice({ env }: Gateway, { subjectId, applicationId, mode }: AppEvent) {
  const invoice = await findInvoice(subjectId, applicationId, mode)
  return invoice && invoiceJson(env.PUBLIC_URL, invoice, new Date())
}
