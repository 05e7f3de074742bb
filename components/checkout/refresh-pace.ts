import type { Progress } from '@/lib/checkout/checkout-view'

const SOONEST_SECONDS = 2
const LATEST_SECONDS = 30
// People work slower than machines.
const OPERATOR_SECONDS = 60

/** How long a page that waits for others lets pass before it asks again: the longer it has waited, the calmer. */
export function refreshPace(stage: Progress['stage'] | undefined, waitedSeconds: number): number {
  if (stage === 'with_operator') return OPERATOR_SECONDS
  return Math.min(LATEST_SECONDS, Math.max(SOONEST_SECONDS, Math.round(waitedSeconds / 10)))
}
