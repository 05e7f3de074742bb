import { callPeer } from '@/devnet/network/call-peer'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import { type MadeOrder, makeSignedOrder } from '@/devnet/shop/make-order'
import type { OrderBook } from '@/devnet/shop/order-book'
import { routePlans } from '@/devnet/shop/settlement-route'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** The sellers' common storefront. */
export interface Shop {
  readonly network: Network
  readonly url: string
  readonly book: OrderBook
  readonly merchants: ReadonlyMap<number, Party>
}

const orderTtlSeconds = 60 * 60

export type OrderProblem = { readonly kind: 'choice' } | { readonly kind: 'refused'; readonly error: ProtocolError }

/** Signs an order as its merchant and has the merchant gateway open a checkout for it; gives the page to pay on. */
export async function placeOrder(shop: Shop, form: URLSearchParams): Promise<Result<string, OrderProblem>> {
  const made = makeSignedOrder(shop, form, orderTtlSeconds)
  if (!made) return err({ kind: 'choice' })
  const checkout = await openCheckout(shop, made)
  if (!checkout.ok) return err({ kind: 'refused', error: checkout.error })
  shop.book.record({ type: 'checkout', orderId: made.order.id, checkoutUrl: checkout.value })
  return checkout
}

async function openCheckout(
  shop: Shop,
  { merchant, seller, order, signature }: MadeOrder,
): Promise<Result<string, ProtocolError>> {
  const page = `${shop.url}/orders/${order.id}`
  const body = { order, signature, urls: { success: `${page}?session={SESSION_ID}`, cancel: `${page}/cancelled` } }
  const answer = await callPeer(shop.network, {
    from: merchant,
    toOcid: routePlans[seller.route].ordersThrough,
    path: '/orders/checkout',
    body,
  })
  if (!answer.ok) return answer
  const { checkout_url: url } = answer.value
  return typeof url === 'string' ? ok(url) : err(protocolError('SERVICE_UNAVAILABLE'))
}
