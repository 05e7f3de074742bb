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
  if (relayed && isRefusal(attempt.httpStatus)) return 'DECLINED'
  if (attempt.httpStatus < 200 || attempt.httpStatus > 299) return 'TRY_AGAIN'
  return saysRejected(attempt.body) ? 'REFUSED' : 'DELIVERED'
}

/** What an attempt with an application's webhook means: any 2xx is success, as Standard Webhooks say, whatever the body. */
export function eventOutcome(attempt: Attempt): DeliveryOutcome {
  const isTaken = attempt.kind === 'answer' && attempt.httpStatus >= 200 && attempt.httpStatus <= 299
  return isTaken ? 'DELIVERED' : 'TRY_AGAIN'
}

// Too many requests, or too slow: that is no word on the proof.
const isRefusal = (status: number) => status >= 400 && status < 500 && status !== 429 && status !== 408

function saysRejected(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && 'status' in value && value.status === 'rejected'
  } catch {
    return false
  }
}
