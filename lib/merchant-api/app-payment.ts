import type { PaymentStatus } from '@/lib/checkout/payment-store'
import type { Mode } from '@/lib/ledger/account-store'

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
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
  }
}

export type PaymentJson = ReturnType<typeof paymentJson>
