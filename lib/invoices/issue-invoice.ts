import type { EndingTx } from '@/lib/db/transaction'
import { found, merchantError } from '@/lib/merchant-api/envelope'
import type { MerchantCall, Outcome } from '@/lib/merchant-api/merchant-route'
import { err, ok } from '@/lib/opencharge/result'
import { invoiceJson } from './invoice'
import { issueInvoiceIn, lockInvoice, takeInvoiceNumber } from './invoice-store'

/** POST /invoices/{id}/issue: a draft gets its number and can be paid. */
export async function issueInvoice(call: MerchantCall<unknown>, tx: EndingTx): Promise<Outcome> {
  const { gateway, application, mode, params, now } = call
  const invoice = await lockInvoice(tx, params.id ?? '', application.id, mode)
  if (!invoice) return err(merchantError('RESOURCE_NOT_FOUND'))
  if (invoice.status !== 'DRAFT') {
    return err(merchantError('INVALID_OPERATION_STATE', { message: 'The invoice is issued already' }))
  }
  const number = await takeInvoiceNumber(tx, application.id, mode)
  issueInvoiceIn(tx, invoice.id, number, now)
  const issued = { ...invoice, status: 'ISSUED', number, issuedAt: now, updatedAt: now } as const
  return ok(found(invoiceJson(gateway.env.PUBLIC_URL, issued, now)))
}
