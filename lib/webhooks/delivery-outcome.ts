import * as z from 'zod'

/** What came of one attempt, as far as it is known: an HTTP answer, or why there was none. */
export type Attempt =
  | { readonly kind: 'answer'; readonly httpStatus: number; readonly body: string; readonly distrust: string | null }
  | { readonly kind: 'failure'; readonly failure: string }

export type DeliveryOutcome = 'DELIVERED' | 'REFUSED' | 'DECLINED' | 'TRY_AGAIN'

/**
 * A 2xx is success; a 2xx that says `{"status": "rejected"}` is a refusal that a person must look at (protocol section 7).
 * An answer whose signature is there and wrong may come from anybody: it counts as no answer. A proof of another gateway
 * that we pass on (`relayed`) may be declined: the receiver takes proofs from their issuers, which tell it themselves.
 */
export function deliveryOutcome(attempt: Attempt, relayed: boolean): DeliveryOutcome {
  if (attempt.kind === 'failure' || attempt.distrust !== null) return 'TRY_AGAIN'
  if (relayed && declinesProof(attempt)) return 'DECLINED'
  if (attempt.httpStatus < 200 || attempt.httpStatus > 299) return 'TRY_AGAIN'
  return saysRejected(attempt.body) ? 'REFUSED' : 'DELIVERED'
}

/** What an attempt with an application's webhook means: any 2xx is success, as Standard Webhooks say, whatever the body. */
export function eventOutcome(attempt: Attempt): DeliveryOutcome {
  const isTaken = attempt.kind === 'answer' && attempt.httpStatus >= 200 && attempt.httpStatus <= 299
  return isTaken ? 'DELIVERED' : 'TRY_AGAIN'
}

// Of who asks, of the address, of the moment: these say nothing of the proof, and may be otherwise the next time.
const passingStatuses: ReadonlySet<number> = new Set([401, 403, 404, 405, 408, 421, 425, 429])

const proofRefusals: ReadonlySet<string> = new Set([
  'ISSUER_NOT_ACCEPTED',
  'INVALID_PROOF',
  'PROOF_SIGNATURE_INVALID',
  'AMOUNT_MISMATCH',
  'CURRENCY_MISMATCH',
])

const requestRefusals: ReadonlySet<string> = new Set([
  'TIMESTAMP_EXPIRED',
  'NONCE_REUSED',
  'UNKNOWN_OCID',
  'METADATA_UNAVAILABLE',
  'RATE_LIMITED',
])

function declinesProof({ httpStatus, body }: { readonly httpStatus: number; readonly body: string }): boolean {
  if (httpStatus < 400 || httpStatus > 499) return false
  const code = errorCode(body)
  return proofRefusals.has(code) || !(passingStatuses.has(httpStatus) || requestRefusals.has(code))
}

function errorCode(body: string): string {
  const read = Refusal.safeParse(parsed(body))
  return read.success ? read.data.error.code : ''
}

const saysRejected = (body: string): boolean => Rejection.safeParse(parsed(body)).success

const Refusal = z.looseObject({ error: z.looseObject({ code: z.string() }) })
const Rejection = z.looseObject({ status: z.literal('rejected') })

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
