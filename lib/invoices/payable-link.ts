import { type Application, findApplication } from '@/lib/applications/application-store'
import { type EndingTx, inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { checkoutUrlOf } from '@/lib/merchant-api/app-payment'
import { insertAppPayment } from '@/lib/merchant-api/app-payment-store'
import { newAppPayment } from '@/lib/merchant-api/create-payment'
import { created, found, type MerchantError, merchantError } from '@/lib/merchant-api/envelope'
import type { MerchantCall, Outcome } from '@/lib/merchant-api/merchant-route'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { checkPayable } from './check-invoice'
import { dueMinorOf, type Invoice } from './invoice'
import { findOpenPayment, lockInvoice, type OpenPayment } from './invoice-store'

/** How long a payable link can be paid: it may go by mail. */
const OPEN_SECONDS = 24 * 60 * 60
// One that ends before it is read is of no use.
const LEAST_OPEN_MS = 60 * 60 * 1000

/** POST /invoices/{id}/payable-link: where all that is due can be paid. Asked again, it gives the same link, while that can be paid for an hour yet. */
export async function createPayableLink(call: MerchantCall<unknown>, tx: EndingTx): Promise<Outcome> {
  const { gateway, application, mode, params, now } = call
  const invoice = await lockInvoice(tx, params.id ?? '', application.id, mode)
  if (!invoice) return err(merchantError('RESOURCE_NOT_FOUND'))
  const payable = await openPayable(tx, gateway, application, invoice, now)
  if (!payable.ok) return payable
  const { id, sessionId, isNew } = payable.value
  const data = { reference: id, checkoutUrl: checkoutUrlOf(gateway.env.PUBLIC_URL, sessionId) }
  return ok(isNew ? created(data) : found(data))
}

/** What the button of the printable page does: gives the checkout where the invoice is paid; undefined when nothing can be paid. */
export async function payInvoice(us: Gateway, { id, applicationId, mode }: Invoice): Promise<string | undefined> {
  const application = await findApplication(applicationId)
  if (!application) throw new Error(`the application of invoice ${id} is gone`)
  const payable = await inTransaction(async (tx) => {
    const invoice = await lockInvoice(tx, id, applicationId, mode)
    if (!invoice) throw new Error(`invoice ${id} is gone`)
    return openPayable(tx, us, application, invoice, new Date())
  })
  return payable.ok ? payable.value.sessionId : undefined
}

/** Whether an application takes what is due in one payment: its bounds may be narrower than an invoice. */
export function fitsBounds({ leastAmountMinor, mostAmountMinor }: Application, amountMinor: bigint): boolean {
  return amountMinor >= leastAmountMinor && (mostAmountMinor === null || amountMinor <= mostAmountMinor)
}

async function openPayable(
  tx: EndingTx,
  us: Gateway,
  application: Application,
  invoice: Invoice,
  now: Date,
): Promise<Result<OpenPayment & { readonly isNew: boolean }, MerchantError>> {
  const payable = checkPayable(invoice)
  if (!payable.ok) return payable
  const due = dueMinorOf(invoice)
  if (!fitsBounds(application, due)) {
    const message = `What is due is ${due}, which this application does not take in one payment`
    return err(merchantError('INVALID_OPERATION_STATE', { message }))
  }
  const open = await findOpenPayment(tx, invoice.id, due, new Date(now.getTime() + LEAST_OPEN_MS))
  if (open) return ok({ ...open, isNew: false })
  const payment = newAppPayment(us, { application, mode: invoice.mode, body: requestFor(invoice, due), now })
  if (!payment.ok) return payment
  insertAppPayment(tx, payment.value)
  return ok({ ...payment.value, isNew: true })
}

const requestFor = ({ id, number, customerReference, customerEmail, currency }: Invoice, due: bigint) => ({
  amountMinor: Number(due),
  currency,
  customerReference,
  ...(customerEmail !== null && { customerEmail }),
  productName: `Invoice ${number}`,
  invoiceId: id,
  expiresInSeconds: OPEN_SECONDS,
})
