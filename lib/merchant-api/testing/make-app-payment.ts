import type { Application } from '@/lib/applications/application-store'
import { inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Mode } from '@/lib/ledger/account-store'
import { insertAppPayment, type NewAppPayment } from '@/lib/merchant-api/app-payment-store'
import { newAppPayment } from '@/lib/merchant-api/create-payment'
import { PaymentBody } from '@/lib/merchant-api/payment-request'

/** A payment as POST /payments makes it, of 5.00 USD unless the fields say otherwise. */
export async function makeAppPayment(
  us: Gateway,
  application: Application,
  mode: Mode,
  fields: Record<string, unknown> = {},
): Promise<NewAppPayment> {
  const body = PaymentBody.parse({ amountMinor: 500, currency: 'USD', customerReference: 'customer-1', ...fields })
  const payment = newAppPayment(us, { application, mode, body, now: new Date() })
  if (!payment.ok) throw new Error(JSON.stringify(payment.error.data))
  await inTransaction(async (tx) => insertAppPayment(tx, payment.value))
  return payment.value
}
