import { returnRateLimit, takeRateLimit } from '@/lib/http/rate-limit'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { isReceiptToken } from '@/lib/receipts/receipt-token'
import type { Invoice } from './invoice'
import { findInvoiceByToken } from './invoice-store'

/** The invoice behind a token. Guesses are limited as those at receipts are. */
export async function lookUpInvoice(
  token: string,
  address: string,
): Promise<Result<Invoice, 'NOT_FOUND' | 'TOO_MANY'>> {
  if ((await takeRateLimit('invoice_guess', address)) !== undefined) return err('TOO_MANY')
  const invoice = isReceiptToken(token) ? await findInvoiceByToken(token) : undefined
  if (!invoice) return err('NOT_FOUND')
  await returnRateLimit('invoice_guess', address)
  return ok(invoice)
}
