import { found, merchantError } from '@/lib/merchant-api/envelope'
import type { MerchantCall, Outcome } from '@/lib/merchant-api/merchant-route'
import { err, ok } from '@/lib/opencharge/result'
import { invoiceJson } from './invoice'
import { findInvoice } from './invoice-store'

/** GET /invoices/{id}. */
export async function getInvoice(call: MerchantCall<undefined>): Promise<Outcome> {
  const { gateway, application, mode, params, now } = call
  const invoice = await findInvoice(params.id ?? '', application.id, mode)
  return invoice
    ? ok(found(invoiceJson(gateway.env.PUBLIC_URL, invoice, now)))
    : err(merchantError('RESOURCE_NOT_FOUND'))
}
