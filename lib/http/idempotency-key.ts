import { type ProtocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'

const form = /^[\x20-\x7e]{1,255}$/

/** What is said of a key that is none. */
export const idempotencyKeyRule = 'must be 1 to 255 printable ASCII characters'

/** Whether a text can be an `Idempotency-Key`. */
export const isIdempotencyKey = (text: string): boolean => form.test(text)

/** The request's `Idempotency-Key`, or null without one: 1 to 255 printable ASCII characters. */
export function readIdempotencyKey(headers: Pick<Headers, 'get'>): Result<string | null, ProtocolError> {
  const key = headers.get('idempotency-key')
  if (key === null || isIdempotencyKey(key)) return ok(key)
  return err(requestIssues([{ path: 'Idempotency-Key', message: idempotencyKeyRule }]))
}
