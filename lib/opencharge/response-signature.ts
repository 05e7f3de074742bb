import type { PublicKey } from '@/lib/opencharge/keys'
import { parseOcid } from '@/lib/opencharge/ocid'
import { checkTimestamp, parseTimestamp } from '@/lib/opencharge/request-signature'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Hasher, Message, Signer, Verifier } from '@/lib/opencharge/signer'

/** Why a signed answer is refused. */
export type ResponseRefusal = 'MALFORMED_HEADERS' | 'OTHER_OCID' | 'STALE' | 'WRONG_SIGNATURE'

/** What is known of a peer's answer. */
export interface PeerResponse {
  readonly status: number
  readonly body: Message
  /** Reads a header, null when absent. */
  readonly header: (name: string) => string | null
}

/** The four lines that an answer's signature is over; `timestamp` in Unix seconds, `bodyHash` in hex (section 2.2). */
export function responseCanonical(response: {
  readonly ocid: number
  readonly timestamp: number
  readonly status: number
  readonly bodyHash: string
}): string {
  const { ocid, timestamp, status, bodyHash } = response
  return [ocid, timestamp, status, bodyHash].join('\n')
}

/** Signs an answer; gives the three headers to send with it (protocol section 2.2). `timestamp` in Unix seconds. */
export function signResponse(
  response: { readonly ocid: number; readonly timestamp: number; readonly status: number; readonly body: Message },
  signer: Signer,
): Record<'X-OC-ID' | 'X-OC-Timestamp' | 'X-OC-Signature', string> {
  return {
    'X-OC-ID': String(response.ocid),
    'X-OC-Timestamp': String(response.timestamp),
    'X-OC-Signature': signer.sign(responseCanonical({ ...response, bodyHash: signer.sha256Hex(response.body) })),
  }
}

/** What the signature of an answer is over, and the signature (wire form). */
export interface SignedResponse {
  readonly message: string
  readonly signature: string
}

/**
 * Checks everything about an answer's signature but the signature itself (section 2.2): null when there is none. For one who
 * tries the known key and then the current one.
 */
export function readSignedResponse(
  response: PeerResponse,
  expected: { readonly ocid: number; readonly now: number },
  hasher: Hasher,
): Result<SignedResponse | null, Exclude<ResponseRefusal, 'WRONG_SIGNATURE'>> {
  const signature = response.header('X-OC-Signature')
  if (signature === null) return ok(null)
  const ocid = parseOcid(response.header('X-OC-ID') ?? '')
  const timestamp = parseTimestamp(response.header('X-OC-Timestamp'))
  if (ocid === undefined || timestamp === undefined) return err('MALFORMED_HEADERS')
  if (ocid !== expected.ocid) return err('OTHER_OCID')
  if (!checkTimestamp(timestamp, expected.now).ok) return err('STALE')
  const bodyHash = hasher.sha256Hex(response.body)
  return ok({ message: responseCanonical({ ocid, timestamp, status: response.status, bodyHash }), signature })
}

/**
 * Checks a peer's answer (protocol section 2.2): `unsigned` without X-OC-Signature, `signed` when the signature is the
 * expected peer's, over this status and body, and within the time window of `now` (Unix seconds); else why not.
 */
export function verifyResponse(
  response: PeerResponse,
  expected: { readonly ocid: number; readonly key: PublicKey; readonly now: number },
  verifier: Verifier,
): Result<'signed' | 'unsigned', ResponseRefusal> {
  const signed = readSignedResponse(response, expected, verifier)
  if (!signed.ok) return signed
  if (signed.value === null) return ok('unsigned')
  const { message, signature } = signed.value
  return verifier.verify(message, signature, expected.key) ? ok('signed') : err('WRONG_SIGNATURE')
}
