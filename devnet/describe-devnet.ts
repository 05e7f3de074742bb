import { describeBooks } from '@/devnet/merchant-gateway/describe-books'
import type { MerchantGateway } from '@/devnet/merchant-gateway/merchant-gateway'
import { orderState } from '@/devnet/shop/order-state'
import type { Shop } from '@/devnet/shop/place-order'

/** GET /status.json: the shop's orders and the merchant gateway's books, to be compared with those of others. */
export function describeDevnet(shop: Shop, merchantGateway: MerchantGateway) {
  const now = shop.network.nowEpochSeconds()
  const orders = shop.book.orders().map((shopOrder) => {
    const { id, ocid, amount, currency } = shopOrder.order
    const routed = merchantGateway.book.order(id)
    return {
      id,
      merchantOcid: ocid,
      amount,
      currency,
      state: orderState(shopOrder, now),
      sessionId: routed?.sessionId ?? null,
      /** What the merchant gateway received for it, which the shop may not have heard yet. */
      receivedTxid: routed?.received?.proof.txid ?? null,
      paidAt: shopOrder.payment?.proof.timestamp ?? null,
    }
  })
  return { orders, merchantGateway: describeBooks(merchantGateway) }
}
