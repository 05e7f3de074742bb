import { returnRateLimit, takeRateLimit } from '@/lib/http/rate-limit'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findReceipt, type StoredReceipt } from './receipt-store'
import { isReceiptToken } from './receipt-token'

/** The receipt behind a token. What is guessed is counted by the guesser's address; what is found costs nothing. */
export async function lookUpReceipt(
  token: string,
  address: string,
): Promise<Result<StoredReceipt, 'NOT_FOUND' | 'TOO_MANY'>> {
  if ((await takeRateLimit('receipt_guess', address)) !== undefined) return err('TOO_MANY')
  const receipt = isReceiptToken(token) ? await findReceipt(token) : undefined
  if (!receipt) return err('NOT_FOUND')
  await returnRateLimit('receipt_guess', address)
  return ok(receipt)
}
