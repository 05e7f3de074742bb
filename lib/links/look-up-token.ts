import { type RateLimitKind, returnRateLimit, takeRateLimit } from '@/lib/http/rate-limit'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { isLinkToken } from './link-token'

/** What a public page's token names. What is guessed is counted by the guesser's address; what is found costs nothing. */
export async function lookUpToken<Found>(
  limit: Extract<RateLimitKind, 'receipt_guess' | 'invoice_guess'>,
  address: string,
  token: string,
  find: (token: string) => Promise<Found | undefined>,
): Promise<Result<Found, 'NOT_FOUND' | 'TOO_MANY'>> {
  if ((await takeRateLimit(limit, address)) !== undefined) return err('TOO_MANY')
  const found = isLinkToken(token) ? await find(token) : undefined
  if (!found) return err('NOT_FOUND')
  await returnRateLimit(limit, address)
  return ok(found)
}
