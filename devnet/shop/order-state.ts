import type { ShopOrder } from '@/devnet/shop/order-book'

export type OrderState = 'pending' | 'paid' | 'expired'

/** What the shop knows of an order. A payment counts whenever its proof arrives, however late. */
export function orderState({ order, payment }: ShopOrder, nowEpochSeconds: number): OrderState {
  if (payment) return 'paid'
  return order.expiresAt !== undefined && nowEpochSeconds >= order.expiresAt ? 'expired' : 'pending'
}
