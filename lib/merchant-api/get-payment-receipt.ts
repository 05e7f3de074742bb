import { sellerCard } from '@/lib/checkout/merchant-card'
import { nameParty } from '@/lib/checkout/name-parties'
import { storedOrder } from '@/lib/checkout/stored-order'
import { summariseOrder } from '@/lib/checkout/summarise-order'
import type { Gateway } from '@/lib/gateway/gateway'
import { newLinkToken } from '@/lib/links/link-token'
import { knownCurrency } from '@/lib/money/known-currency'
import { err, ok } from '@/lib/opencharge/result'
import { receiptUrl } from '@/lib/receipts/get-receipt'
import { findPaidPayment, openReceiptOf, type PaidPayment } from '@/lib/receipts/receipt-store'
import type { AppPayment } from './app-payment'
import { findAppPayment } from './app-payment-store'
import { found, merchantError } from './envelope'
import type { MerchantCall, Outcome } from './merchant-route'

/** GET /payments/{id}/receipt: what was paid and given back, to whom, and our signature under it. */
export async function getPaymentReceipt(call: MerchantCall<undefined>): Promise<Outcome> {
  const { gateway, application, mode, params } = call
  if (!application.hasReceipts) {
    return err(merchantError('FORBIDDEN', { message: 'Receipts are switched off for this application' }))
  }
  const payment = await findAppPayment(params.id ?? '', application.id, mode)
  if (!payment) return err(merchantError('RESOURCE_NOT_FOUND'))
  const paid = await findPaidPayment(payment.id)
  if (!paid) {
    const message = 'There is a receipt only of what was paid'
    return err(merchantError('INVALID_OPERATION_STATE', { message, data: { status: payment.status } }))
  }
  return ok(found(await receiptJson(gateway, payment, paid)))
}

async function receiptJson(us: Gateway, payment: AppPayment, paid: PaidPayment) {
  const { id, status, mode, applicationId, amountMinor } = payment
  const [{ name, domain }, gateway] = await Promise.all([sellerCard(us, paid), nameParty(us, us.ocid)])
  return {
    paymentId: id,
    status,
    mode,
    amountMinor: Number(amountMinor),
    refundedMinor: Number(paid.refundedMinor),
    keptMinor: Number(amountMinor - paid.refundedMinor),
    currency: payment.currency,
    items: itemsOf(us, paid),
    application: { id: applicationId, name, domain },
    gateway,
    paidAt: new Date(paid.paidAtEpochSeconds * 1000).toISOString(),
    ...(await evidenceOf(us, paid)),
  }
}

function itemsOf(us: Gateway, { orderText, currency, amountMinor }: PaidPayment) {
  const known = knownCurrency(us.env.CURRENCIES, currency)
  return summariseOrder(storedOrder(orderText), known, amountMinor).lines.map(
    ({ name, quantity, unitPrice, total }) => ({
      name,
      quantity,
      unitAmountMinor: Number(unitPrice.amountMinor),
      totalMinor: Number(total.amountMinor),
    }),
  )
}

/** Our proof with the page that shows it to anybody. The sandbox signs nothing, so that nobody takes a test for money. */
async function evidenceOf(us: Gateway, { paymentId, proofText, signature, publicKey }: PaidPayment) {
  if (proofText === null) return { proof: null, receiptUrl: null }
  const token = await openReceiptOf(paymentId, newLinkToken())
  return { proof: { proof: JSON.parse(proofText), signature, publicKey }, receiptUrl: receiptUrl(us, token) }
}
