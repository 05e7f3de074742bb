/** What came of one attempt, as far as it is known: an HTTP answer, or why there was none. */
export type Attempt =
  | { readonly kind: 'answer'; readonly httpStatus: number; readonly body: string; readonly distrust: string | null }
  | { readonly kind: 'failure'; readonly failure: string }

export type DeliveryOutcome = 'DELIVERED' | 'REFUSED' | 'TRY_AGAIN'

/**
 * A 2xx is success; a 2xx that says `{"status": "rejected"}` is a refusal that a person must look at (protocol section 7).
 * An answer whose signature is there and wrong may come from anybody: it counts as no answer.
 */
export function deliveryOutcome(attempt: Attempt): DeliveryOutcome {
  if (attempt.kind === 'failure' || attempt.distrust !== null) return 'TRY_AGAIN'
  if (attempt.httpStatus < 200 || attempt.httpStatus > 299) return 'TRY_AGAIN'
  return saysRejected(attempt.body) ? 'REFUSED' : 'DELIVERED'
}

function saysRejected(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && 'status' in value && value.status === 'rejected'
  } catch {
    return false
  }
}
