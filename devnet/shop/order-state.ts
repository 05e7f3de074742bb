import type { ShopOrder } from '@/devnet/shop/order-book'

export type OrderState = 'pending' | 'paid' | 'expired' | 'declined'

/** What the shop knows of an order. A payment counts whenever its proof arrives, however late. */
export function orderState({ order, payment, isDeclined }: ShopOrder, nowEpochSeconds: number): OrderState {
  if (payment) return 'paid'
  if (isDeclined) return 'declined'
  return order.expiresAt !== undefined && nowEpochSeconds >= order.expiresAt ? 'expired' : 'pending'
}
