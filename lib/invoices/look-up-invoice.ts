import { lookUpToken } from '@/lib/links/look-up-token'
import { findInvoiceByToken } from './invoice-store'

/** The invoice behind a token, for somebody at this address. */
export const lookUpInvoice = (token: string, address: string) =>
  lookUpToken('invoice_guess', address, token, findInvoiceByToken)
