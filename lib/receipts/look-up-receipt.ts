import { lookUpToken } from '@/lib/links/look-up-token'
import { findReceipt } from './receipt-store'

/** The receipt behind a token, for somebody at this address. */
export const lookUpReceipt = (token: string, address: string) =>
  lookUpToken('receipt_guess', address, token, findReceipt)
