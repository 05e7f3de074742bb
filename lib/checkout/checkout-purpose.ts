import { gateway } from '@/lib/gateway/gateway'
import type { Money } from '@/lib/money/money'
import { getCheckoutView } from './get-checkout-view'

export interface CheckoutPurpose {
  readonly merchantName: string
  readonly total: Money
}

/** The payment that waits behind a page such as sign-in, when `path` is an open checkout's; else null. */
export async function purposeOf(path: string): Promise<CheckoutPurpose | null> {
  const [, sessionId] = /^\/pay\/(sess_[A-Za-z0-9_-]{8,64})$/.exec(path) ?? []
  if (!sessionId) return null
  const view = await getCheckoutView(await gateway(), sessionId, null, Math.floor(Date.now() / 1000))
  return view.state === 'open' ? { merchantName: view.merchant.name, total: view.order.total } : null
}
