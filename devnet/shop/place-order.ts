import { randomInt } from 'node:crypto'
import { callPeer } from '@/devnet/network/call-peer'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import { findProduct, mostOfOneProduct, type Product, type Seller } from '@/devnet/shop/catalogue'
import type { OrderBook } from '@/devnet/shop/order-book'
import { currencyOf, priceBasket } from '@/devnet/shop/price-basket'
import { routePlans } from '@/devnet/shop/settlement-route'
import { formatAmount } from '@/lib/money/money'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { type Order, parseOrder } from '@/lib/opencharge/order'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { signObject } from '@/lib/opencharge/signed-object'

/** The sellers' common storefront. */
export interface Shop {
  readonly network: Network
  readonly url: string
  readonly book: OrderBook
  readonly merchants: ReadonlyMap<number, Party>
}

const orderTtlSeconds = 60 * 60
const quantityForm = /^[1-9][0-9]?$/

export type OrderProblem = { readonly kind: 'choice' } | { readonly kind: 'refused'; readonly error: ProtocolError }

/** Signs an order as its merchant and has the merchant gateway open a checkout for it; gives the page to pay on. */
export async function placeOrder(shop: Shop, form: URLSearchParams): Promise<Result<string, OrderProblem>> {
  const found = findProduct(form.get('product') ?? '')
  const quantity = readQuantity(form.get('quantity') ?? '1')
  const merchant = found && shop.merchants.get(found.seller.ocid)
  if (!merchant || quantity === undefined) return err({ kind: 'choice' })
  const order = makeOrder(shop.network.nowEpochSeconds(), merchant, found, quantity)
  const signature = signObject(order, merchant.signer)
  shop.book.record({ type: 'ordered', order, signature })
  const checkout = await openCheckout(shop, { merchant, seller: found.seller }, order, signature)
  if (!checkout.ok) return err({ kind: 'refused', error: checkout.error })
  shop.book.record({ type: 'checkout', orderId: order.id, checkoutUrl: checkout.value })
  return checkout
}

interface Choice {
  readonly seller: Seller
  readonly product: Product
}

function readQuantity(text: string): number | undefined {
  return quantityForm.test(text) && Number(text) <= mostOfOneProduct ? Number(text) : undefined
}

function makeOrder(now: number, merchant: Party, { seller, product }: Choice, quantity: number): Order {
  const order = parseOrder({
    id: newOrderId(seller),
    ocid: seller.ocid,
    amount: formatAmount(priceBasket(seller, product, quantity).amountMinor, currencyOf(seller).exponent),
    currency: seller.currency,
    createdAt: now,
    expiresAt: now + orderTtlSeconds,
    memo: `${quantity} × ${product.name}`,
    accepts: merchant.accepts,
    items: [{ id: product.id, name: itemName(product), quantity, price: product.price }],
  })
  if (!order.ok) throw new Error(`the catalogue makes no good order of ${product.id}`)
  return order.value
}

// "Saffron, 1 g", but not "A rider for the day, a day".
const itemName = ({ name, unit }: Product): string => (/^[0-9]/.test(unit) ? `${name}, ${unit}` : name)

// Without letters and digits that look alike; fifty random bits, since whoever knows an order's page may read it.
const idLetters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

function newOrderId(seller: Seller): string {
  const letters = Array.from({ length: 10 }, () => idLetters[randomInt(idLetters.length)])
  return `${seller.ocid}-${letters.join('')}`
}

async function openCheckout(
  shop: Shop,
  { merchant, seller }: { readonly merchant: Party; readonly seller: Seller },
  order: Order,
  signature: string,
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
