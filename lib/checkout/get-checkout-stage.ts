import { isFor } from './bound-checkout'
import { currentStatus } from './get-order-status'
import { findCheckout } from './payment-store'

export type CheckoutStage = 'pending' | 'held' | 'paid' | 'expired' | 'cancelled' | 'unknown'

/**
 * How a checkout stands, in one word: enough for an open page to know that it is out of date, and nothing about anybody.
 * `readUserId` is asked only when it matters who looks: for a checkout that is for one person.
 */
export async function getCheckoutStage(
  sessionId: string,
  readUserId: () => Promise<string | null>,
  nowEpochSeconds: number,
): Promise<CheckoutStage> {
  const checkout = await findCheckout(sessionId)
  if (!checkout) return 'unknown'
  if (checkout.boundUserId !== null && !isFor(checkout, await readUserId())) return 'unknown'
  return checkout.isHeld ? 'held' : currentStatus(checkout, nowEpochSeconds)
}
