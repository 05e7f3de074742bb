import { type ProtocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'

const form = /^[\x20-\x7e]{1,255}$/

/** The request's `Idempotency-Key`, or null without one: 1 to 255 printable ASCII characters. */
export function readIdempotencyKey(headers: Pick<Headers, 'get'>): Result<string | null, ProtocolError> {
  const key = headers.get('idempotency-key')
  if (key === null || form.test(key)) return ok(key)
  return err(requestIssues([{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }]))
}
