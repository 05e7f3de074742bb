import { callPeer } from '@/devnet/network/call-peer'
import { orderState } from '@/devnet/shop/order-state'
import type { Shop } from '@/devnet/shop/place-order'

/** Asks the customer's gateway whether an order that was brought to a code has been declined. Only a proof makes it paid. */
export async function askOutcome(shop: Shop, orderId: string): Promise<void> {
  const shopOrder = shop.book.order(orderId)
  if (!shopOrder?.brought || orderState(shopOrder, shop.network.nowEpochSeconds()) !== 'pending') return
  const merchant = shop.merchants.get(shopOrder.order.ocid)
  if (!merchant) return
  const { gatewayOcid: toOcid, statusPath: path } = shopOrder.brought
  const answer = await callPeer(shop.network, { from: merchant, toOcid, path })
  if (answer.ok && answer.value.status === 'cancelled') shop.book.record({ type: 'declined', orderId })
}
