import type { DevnetParties } from '@/devnet/dispatch-requests'
import { describeHouse } from '@/devnet/house/describe-house'
import { describeBooks } from '@/devnet/merchant-gateway/describe-books'
import { sellerWithOcid } from '@/devnet/shop/catalogue'
import type { ShopOrder } from '@/devnet/shop/order-book'
import { orderState } from '@/devnet/shop/order-state'

/** GET /status.json: the shop's orders and everybody's books, to be compared with those of others. */
export function describeDevnet(parties: DevnetParties) {
  const { shop, merchantGateway, houses } = parties
  return {
    orders: shop.book.orders().map((order) => describeOrder(order, parties)),
    merchantGateway: describeBooks(merchantGateway),
    houses: Object.fromEntries(houses.map((house) => [String(house.party.ocid), describeHouse(house)])),
  }
}

function describeOrder(shopOrder: ShopOrder, { shop, merchantGateway, harbourOrders }: DevnetParties) {
  const { id, ocid, amount, currency } = shopOrder.order
  const routed = merchantGateway.book.order(id) ?? harbourOrders.book.order(id)
  return {
    id,
    merchantOcid: ocid,
    route: sellerWithOcid(ocid)?.route ?? null,
    amount,
    currency,
    state: orderState(shopOrder, shop.network.nowEpochSeconds()),
    sessionId: routed?.sessionId ?? null,
    /** What the merchant gateway received for it, which the shop may not have heard yet. */
    receivedTxid: routed?.received?.proof.txid ?? null,
    paidAt: shopOrder.payment?.proof.timestamp ?? null,
    /** The proof by which the seller knows that it is paid. */
    paidBy: shopOrder.payment ? { issuer: shopOrder.payment.proof.issuer, txid: shopOrder.payment.proof.txid } : null,
  }
}
