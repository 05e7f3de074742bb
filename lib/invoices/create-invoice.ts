import { randomBytes } from 'node:crypto'
import { parseEmail } from '@/lib/auth/email-address'
import type { EndingTx } from '@/lib/db/transaction'
import { newLinkToken } from '@/lib/links/link-token'
import { created, invalidFields } from '@/lib/merchant-api/envelope'
import type { MerchantCall, Outcome } from '@/lib/merchant-api/merchant-route'
import { err, ok } from '@/lib/opencharge/result'
import { type Invoice, invoiceJson, totalMinorOf } from './invoice'
import type { InvoiceRequest } from './invoice-request'
import { insertInvoice, takeInvoiceNumber } from './invoice-store'

/** POST /invoices: an invoice with its number, or a draft without one. */
export async function createInvoice(call: MerchantCall<InvoiceRequest>, tx: EndingTx): Promise<Outcome> {
  const { gateway, application, mode, body, now } = call
  const { CURRENCIES, PUBLIC_URL } = gateway.env
  if (!CURRENCIES.has(body.currency)) {
    return err(invalidFields({ currency: `must be one of ${[...CURRENCIES.keys()].join(', ')}` }))
  }
  const draft = newDraft(call)
  // The number comes last: until the transaction ends, others wait for theirs.
  const number = body.issue ? await takeInvoiceNumber(tx, application.id, mode) : null
  const invoice: Invoice = number === null ? draft : { ...draft, status: 'ISSUED', number, issuedAt: now }
  insertInvoice(tx, invoice)
  return ok(created(invoiceJson(PUBLIC_URL, invoice, now)))
}

function newDraft({ application, mode, body, now }: MerchantCall<InvoiceRequest>): Invoice {
  const { customerReference, customerEmail, currency, lineItems, dueDate } = body
  return {
    id: `inv_${randomBytes(15).toString('base64url')}`,
    applicationId: application.id,
    mode,
    token: newLinkToken(),
    status: 'DRAFT',
    number: null,
    customerReference,
    customerEmail: (customerEmail === undefined ? undefined : parseEmail(customerEmail)) ?? null,
    currency,
    lineItems: JSON.stringify(lineItems),
    totalMinor: totalMinorOf(lineItems),
    paidMinor: 0n,
    dueDate: dueDate ?? null,
    createdAt: now,
    updatedAt: now,
    issuedAt: null,
    paidAt: null,
  }
}
