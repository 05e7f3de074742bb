import { currentStatus } from './get-order-status'
import { findCheckout } from './payment-store'

export type CheckoutStage = 'pending' | 'held' | 'paid' | 'expired' | 'cancelled' | 'unknown'

/** How a checkout stands, in one word: enough for an open page to know that it is out of date, and nothing about anybody. */
export async function getCheckoutStage(sessionId: string, nowEpochSeconds: number): Promise<CheckoutStage> {
  const checkout = await findCheckout(sessionId)
  if (!checkout) return 'unknown'
  return checkout.isHeld ? 'held' : currentStatus(checkout, nowEpochSeconds)
}
