import { createHash, randomBytes } from 'node:crypto'
import type { Application } from '@/lib/applications/application-store'
import { parseEmail } from '@/lib/auth/email-address'
import type { EndingTx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { checkInvoice } from '@/lib/invoices/check-invoice'
import type { Mode } from '@/lib/ledger/account-store'
import { formatAmount } from '@/lib/money/money'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { parseRedirectUrl } from '@/lib/opencharge/redirect-url'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { paymentJson } from './app-payment'
import { insertAppPayment, type NewAppPayment } from './app-payment-store'
import { created, invalidFields, type MerchantError } from './envelope'
import type { MerchantCall, Outcome } from './merchant-route'
import { type PaymentRequest, sandboxOutcomes } from './payment-request'

/** POST /payments: a payment with the page where it is paid. */
export async function createPayment(call: MerchantCall<PaymentRequest>, tx: EndingTx): Promise<Outcome> {
  const { gateway, application, mode, body, now } = call
  const payment = newAppPayment(gateway, { application, mode, body, now })
  if (!payment.ok) return payment
  const fits = await checkInvoice(tx, gateway.env.PUBLIC_URL, payment.value)
  if (!fits.ok) return fits
  insertAppPayment(tx, payment.value)
  return ok(created(paymentJson(gateway.env.PUBLIC_URL, payment.value)))
}

interface Asked {
  readonly application: Application
  readonly mode: Mode
  readonly body: PaymentRequest
  readonly now: Date
}

/** What is to be written for a request, or what is wrong with it. */
export function newAppPayment(
  us: Gateway,
  { application, mode, body, now }: Asked,
): Result<NewAppPayment, MerchantError> {
  const wrong = wrongFields(us, application, mode, body)
  if (Object.keys(wrong).length > 0) return err(invalidFields(wrong))
  const id = `pay_${randomBytes(15).toString('base64url')}`
  const expiresAt = new Date(now.getTime() + body.expiresInSeconds * 1000)
  const order = orderOf(us, id, body, now, expiresAt)
  const orderText = canonicalJson(order)
  const email = body.customerEmail === undefined ? undefined : parseEmail(body.customerEmail)
  return ok({
    id,
    sessionId: `sess_${randomBytes(18).toString('base64url')}`,
    status: 'CREATED',
    applicationId: application.id,
    mode,
    amountMinor: BigInt(body.amountMinor),
    currency: body.currency,
    invoiceId: body.invoiceId ?? null,
    successUrl: body.successUrl ?? application.successUrl,
    cancelUrl: body.cancelUrl ?? application.cancelUrl,
    failureCode: null,
    txid: null,
    createdAt: now,
    updatedAt: now,
    ourOcid: us.ocid,
    orderText,
    // In the sandbox nothing is signed: nobody shall take a test for money.
    orderSignature: mode === 'LIVE' ? us.signer.sign(orderText) : '',
    contentHash: createHash('sha256').update(orderText).digest('hex'),
    expiresAt,
    customerReference: body.customerReference,
    customerEmail: email ?? null,
    customerPhone: body.customerPhone ?? null,
    customerName: body.customerName ?? null,
    productName: body.productName ?? null,
    metadata: body.metadata === undefined ? null : JSON.stringify(body.metadata),
    sandboxOutcome: mode === 'TEST' ? ((body.metadata?.sandbox_outcome as string | undefined) ?? null) : null,
  })
}

/**
 * The payment as an order of ours: the application's account is with us, so we are the gateway that its merchant trusts, and
 * the checkout, the receipt and the verifier work as for everybody. Nothing in it is about the customer.
 */
function orderOf(us: Gateway, id: string, body: PaymentRequest, now: Date, expiresAt: Date): JsonObject {
  const exponent = us.env.CURRENCIES.get(body.currency)?.exponent ?? 0
  const amount = formatAmount(BigInt(body.amountMinor), exponent)
  return {
    id,
    ocid: us.ocid,
    amount,
    currency: body.currency,
    createdAt: epochSeconds(now),
    expiresAt: epochSeconds(expiresAt),
    ...(body.productName !== undefined && { items: [{ id: '1', name: body.productName, quantity: 1, price: amount }] }),
  }
}

const epochSeconds = (date: Date) => Math.floor(date.getTime() / 1000)

function wrongFields(us: Gateway, application: Application, mode: Mode, body: PaymentRequest): Record<string, string> {
  const wrong: Record<string, string> = {}
  const { CURRENCIES, development } = us.env
  const amount = BigInt(body.amountMinor)
  const { leastAmountMinor, mostAmountMinor } = application
  if (!CURRENCIES.has(body.currency)) wrong.currency = `must be one of ${[...CURRENCIES.keys()].join(', ')}`
  if (amount < leastAmountMinor) wrong.amountMinor = `must be at least ${leastAmountMinor} for this application`
  if (mostAmountMinor !== null && amount > mostAmountMinor) {
    wrong.amountMinor = `must be at most ${mostAmountMinor} for this application`
  }
  for (const name of ['successUrl', 'cancelUrl'] as const) {
    const url = body[name] === undefined ? undefined : parseRedirectUrl(body[name], { allowLoopbackHttp: development })
    if (url && !url.ok) wrong[name] = url.error
  }
  const outcome = body.metadata?.sandbox_outcome
  if (mode === 'TEST' && outcome !== undefined && !sandboxOutcomes.some((known) => known === outcome)) {
    wrong['metadata.sandbox_outcome'] = `must be one of ${sandboxOutcomes.join(', ')}`
  }
  return wrong
}
