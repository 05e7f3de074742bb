import { type ProtocolError, requestIssues } from '@/lib/opencharge/errors'
import { type JsonScanError, scanJson } from '@/lib/opencharge/json-scan'
import type { JsonValue } from '@/lib/opencharge/json-value'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** Why bytes are refused. */
export type StrictJsonError = JsonScanError | 'BYTE_ORDER_MARK' | 'NOT_UTF8' | 'NOT_JSON'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads JSON (RFC 8259) that every parser reads alike (protocol section 2.3): no byte order mark, valid UTF-8, no key
 * twice in an object, no number that is infinite, beyond ±(2^53 − 1) or rounded to zero, no lone surrogate, no nesting
 * deeper than 16. Numbers are judged by value, so `1e16` and `9007199254740993.0` are refused too. A key `__proto__`
 * becomes an ordinary member. The caller limits the number of bytes.
 */
export function parseStrictJson(bytes: Uint8Array): Result<JsonValue, StrictJsonError> {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return err('BYTE_ORDER_MARK')
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return err('NOT_UTF8')
  }
  // The scan sees what JSON.parse forgives and bounds the depth; JSON.parse then decides what JSON is.
  const refusal = scanJson(text)
  if (refusal !== undefined) return err(refusal)
  try {
    return ok(JSON.parse(text) as JsonValue)
  } catch {
    return err('NOT_JSON')
  }
}

const sentences: Record<StrictJsonError, string> = {
  BYTE_ORDER_MARK: 'must not begin with a byte order mark',
  NOT_UTF8: 'must be valid UTF-8',
  NOT_JSON: 'must be JSON',
  DUPLICATE_KEY: 'must not have the same key twice in one object',
  UNSAFE_NUMBER: 'must have finite numbers between -(2^53 - 1) and 2^53 - 1 only',
  LONE_SURROGATE: 'must not have half of a surrogate pair',
  TOO_DEEP: 'must not be nested deeper than 16',
}

/** What a JSON text must be that was refused with this error (protocol section 4), to stand behind its name: "must be JSON". */
export const strictJsonSentence = (error: StrictJsonError): string => sentences[error]

/** The `INVALID_REQUEST` that a refused body is answered with (protocol section 4). */
export function strictJsonRefusal(error: StrictJsonError): ProtocolError {
  return requestIssues([{ path: '', message: sentences[error] }])
}
