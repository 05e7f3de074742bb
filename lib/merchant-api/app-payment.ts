import type { PaymentStatus } from '@/lib/checkout/payment-store'
import type { Mode } from '@/lib/ledger/account-store'
import type { JsonObject } from '@/lib/opencharge/json-value'

/** A payment of an application, as the database has it. */
export interface AppPayment {
  readonly id: string
  readonly sessionId: string
  readonly status: PaymentStatus
  readonly applicationId: string
  readonly mode: Mode
  readonly amountMinor: bigint
  readonly currency: string
  readonly invoiceId: string | null
  readonly successUrl: string | null
  readonly failureCode: string | null
  readonly txid: string | null
  readonly customerReference: string
  /** JSON text, as the application sent it. */
  readonly metadata: string | null
  readonly expiresAt: Date
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What a payment is made through. There is one gateway here: this one, or its sandbox. */
export const gatewayOf = (mode: Mode): string => (mode === 'TEST' ? 'SANDBOX' : 'OPENCHARGE')

export const checkoutUrlOf = (publicUrl: string, sessionId: string): string => `${publicUrl}/pay/${sessionId}`

/** A payment as the API shows it (merchant API, Payments). Amounts are whole numbers of minor units. */
export function paymentJson(publicUrl: string, payment: AppPayment) {
  const {
    id,
    sessionId,
    status,
    applicationId,
    mode,
    amountMinor,
    currency,
    invoiceId,
    successUrl,
    failureCode,
    txid,
    customerReference,
    metadata,
  } = payment
  return {
    id,
    reference: id,
    status,
    applicationId,
    mode,
    amountMinor: Number(amountMinor),
    currency,
    gateway: gatewayOf(mode),
    gatewayTxnId: txid,
    checkoutUrl: checkoutUrlOf(publicUrl, sessionId),
    redirectUrl: successUrl,
    invoiceId,
    failureCode,
    customerReference,
    metadata: metadata === null ? null : (JSON.parse(metadata) as JsonObject),
    expiresAt: payment.expiresAt.toISOString(),
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
  }
}
