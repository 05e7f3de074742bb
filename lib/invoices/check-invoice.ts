import type { Tx } from '@/lib/db/transaction'
import { checkoutUrlOf } from '@/lib/merchant-api/app-payment'
import type { NewAppPayment } from '@/lib/merchant-api/app-payment-store'
import { invalidFields, type MerchantError, merchantError } from '@/lib/merchant-api/envelope'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { dueMinorOf, type Invoice } from './invoice'
import { findOpenPayment, lockInvoice } from './invoice-store'

/** Whether an invoice takes payments at all. */
export function checkPayable({ status }: Invoice): Result<undefined, MerchantError> {
  const refuse = (message: string) => err(merchantError('INVALID_OPERATION_STATE', { message }))
  if (status === 'DRAFT') return refuse('The invoice is a draft: issue it first')
  if (status === 'PAID') return refuse('The invoice is paid: nothing is due')
  return ok(undefined)
}

/** Whether a new payment fits the invoice that it is for. Locks the invoice, so that two requests do not make the same payment twice. */
export async function checkInvoice(
  tx: Tx,
  publicUrl: string,
  payment: NewAppPayment,
): Promise<Result<undefined, MerchantError>> {
  const { invoiceId, applicationId, mode, amountMinor, currency, createdAt } = payment
  if (invoiceId === null) return ok(undefined)
  const invoice = await lockInvoice(tx, invoiceId, applicationId, mode)
  if (!invoice) return err(invalidFields({ invoiceId: 'is no invoice of this application in this mode' }))
  const payable = checkPayable(invoice)
  if (!payable.ok) return payable
  const due = dueMinorOf(invoice)
  if (currency !== invoice.currency)
    return err(invalidFields({ currency: `must be ${invoice.currency}, as on the invoice` }))
  if (amountMinor > due) return err(invalidFields({ amountMinor: `must be at most ${due}, which is still due` }))
  const open = await findOpenPayment(tx, invoiceId, amountMinor, createdAt)
  if (!open) return ok(undefined)
  const data = { reference: open.id, checkoutUrl: checkoutUrlOf(publicUrl, open.sessionId) }
  const message = 'There is an open payment of this amount for the invoice already'
  return err(merchantError('RESOURCE_ALREADY_EXISTS', { message, data }))
}
