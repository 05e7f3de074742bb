import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { PublicKey } from '@/lib/opencharge/keys'
import { parseOcid } from '@/lib/opencharge/ocid'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseSignature } from '@/lib/opencharge/signature'
import type { Hasher, Message, Signer, Verifier } from '@/lib/opencharge/signer'

/** How far a timestamp may be from our clock, either way (protocol section 2.1). */
export const timestampWindowSeconds = 300

/** The four headers of an authenticated request, read. `timestamp` is Unix seconds. */
export interface AuthHeaders {
  readonly ocid: number
  readonly timestamp: number
  readonly nonce: string
  readonly signature: string
}

/** The parts of a request that its signature covers. `path` is the wire's, with its query, byte for byte. */
export interface RequestParts {
  readonly method: string
  readonly path: string
  /** The exact bytes (or their text); empty when there is no body. */
  readonly body: Message
}

const timestampForm = /^(?:0|[1-9][0-9]{0,11})$/
const nonceForm = /^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/

/** The six lines that a request's signature is over; `timestamp` in Unix seconds, `bodyHash` in hex (section 2.1). */
export function requestCanonical(request: {
  readonly ocid: number
  readonly timestamp: number
  readonly nonce: string
  readonly method: string
  readonly path: string
  readonly bodyHash: string
}): string {
  const { ocid, timestamp, nonce, method, path, bodyHash } = request
  return [ocid, timestamp, nonce, method.toUpperCase(), path, bodyHash].join('\n')
}

/** Signs a request; gives the four headers to send with it (protocol section 2.1). `timestamp` in Unix seconds. */
export function signRequest(
  request: RequestParts & { readonly ocid: number; readonly timestamp: number; readonly nonce: string },
  signer: Signer,
): Record<'X-OC-ID' | 'X-OC-Timestamp' | 'X-OC-Nonce' | 'X-OC-Signature', string> {
  return {
    'X-OC-ID': String(request.ocid),
    'X-OC-Timestamp': String(request.timestamp),
    'X-OC-Nonce': request.nonce,
    'X-OC-Signature': signer.sign(requestCanonical({ ...request, bodyHash: signer.sha256Hex(request.body) })),
  }
}

/**
 * Reads the four headers through `get` (null when absent): OCID and timestamp as plain decimals, a nonce of 1 to 128
 * printable ASCII characters, a signature of a known form. Else 401 `INVALID_SIGNATURE` with `details.header`
 * (protocol sections 2.1 and 4).
 */
export function parseAuthHeaders(get: (name: string) => string | null): Result<AuthHeaders, ProtocolError> {
  const ocid = parseOcid(get('X-OC-ID') ?? '')
  if (ocid === undefined) return err(headerError('X-OC-ID', 'an OCID in decimal digits'))
  const timestamp = parseTimestamp(get('X-OC-Timestamp'))
  if (timestamp === undefined) return err(headerError('X-OC-Timestamp', 'Unix seconds in decimal digits'))
  const nonce = get('X-OC-Nonce')
  if (nonce === null || !nonceForm.test(nonce)) return err(headerError('X-OC-Nonce', '1 to 128 printable characters'))
  const signature = get('X-OC-Signature')
  if (signature === null || parseSignature(signature) === undefined) {
    return err(headerError('X-OC-Signature', 'a signature in 128 or 130 hex digits'))
  }
  return ok({ ocid, timestamp, nonce, signature })
}

/** Reads a timestamp header: Unix seconds in plain decimal digits, at most 12 of them; else undefined. */
export function parseTimestamp(text: string | null): number | undefined {
  return text !== null && timestampForm.test(text) ? Number(text) : undefined
}

/** Whether a timestamp is within ±300 s of `now`, both in Unix seconds; else `TIMESTAMP_EXPIRED` (section 2.1). */
export function checkTimestamp(timestamp: number, now: number): Result<true, ProtocolError> {
  if (Math.abs(now - timestamp) <= timestampWindowSeconds) return ok(true)
  return err(protocolError('TIMESTAMP_EXPIRED', { details: { timestamp, now, windowSeconds: timestampWindowSeconds } }))
}

/**
 * Whether the request's signature is `key`'s over the six lines; else 401 `INVALID_SIGNATURE` (protocol section 2.1).
 * The caller checks the timestamp before and claims the nonce after.
 */
export function verifyRequest(
  headers: AuthHeaders,
  request: RequestParts,
  key: PublicKey,
  verifier: Verifier,
): Result<true, ProtocolError> {
  return verifier.verify(signedText(headers, request, verifier), headers.signature, key)
    ? ok(true)
    : err(protocolError('INVALID_SIGNATURE'))
}

/** What the signature of a request is over (section 2.1), for one who tries the known key and then the current one. */
export function signedText(headers: AuthHeaders, { method, path, body }: RequestParts, hasher: Hasher): string {
  return requestCanonical({ ...headers, method, path, bodyHash: hasher.sha256Hex(body) })
}

function headerError(header: string, expected: string): ProtocolError {
  return protocolError('INVALID_SIGNATURE', {
    message: `The header ${header} is missing or malformed: expected ${expected}`,
    details: { header },
  })
}
