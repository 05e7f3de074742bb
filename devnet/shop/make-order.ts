import { randomInt } from 'node:crypto'
import type { Party } from '@/devnet/network/party'
import { findProduct, mostOfOneProduct, type Product, type Seller } from '@/devnet/shop/catalogue'
import type { Shop } from '@/devnet/shop/place-order'
import { currencyOf, priceBasket } from '@/devnet/shop/price-basket'
import { formatAmount } from '@/lib/money/money'
import { type Order, parseOrder } from '@/lib/opencharge/order'
import { signObject } from '@/lib/opencharge/signed-object'

const quantityForm = /^[1-9][0-9]?$/

interface Choice {
  readonly seller: Seller
  readonly product: Product
}

/** An order that its merchant has signed and that stands in the shop's book. */
export interface MadeOrder {
  readonly merchant: Party
  readonly seller: Seller
  readonly order: Order
  readonly signature: string
}

/** Signs an order for what a form names, as its merchant; undefined when the form names nothing that is sold. */
export function makeSignedOrder(shop: Shop, form: URLSearchParams, ttlSeconds: number): MadeOrder | undefined {
  const found = findProduct(form.get('product') ?? '')
  const quantity = readQuantity(form.get('quantity') ?? '1')
  const merchant = found && shop.merchants.get(found.seller.ocid)
  if (!merchant || quantity === undefined) return undefined
  const order = makeOrder(shop.network.nowEpochSeconds(), merchant, found, quantity, ttlSeconds)
  const signature = signObject(order, merchant.signer)
  shop.book.record({ type: 'ordered', order, signature })
  return { merchant, seller: found.seller, order, signature }
}

function readQuantity(text: string): number | undefined {
  return quantityForm.test(text) && Number(text) <= mostOfOneProduct ? Number(text) : undefined
}

function makeOrder(
  now: number,
  merchant: Party,
  { seller, product }: Choice,
  quantity: number,
  ttlSeconds: number,
): Order {
  const order = parseOrder({
    id: newOrderId(seller),
    ocid: seller.ocid,
    amount: formatAmount(priceBasket(seller, product, quantity).amountMinor, currencyOf(seller).exponent),
    currency: seller.currency,
    createdAt: now,
    expiresAt: now + ttlSeconds,
    memo: `${quantity} × ${product.name}`,
    accepts: merchant.accepts,
    items: [{ id: product.id, name: itemName(product), quantity, price: product.price }],
  })
  if (!order.ok) throw new Error(`the catalogue makes no good order of ${product.id}`)
  return order.value
}

// "Saffron, 1 g", but not "A rider for the day, a day".
export const itemName = ({ name, unit }: Product): string => (/^[0-9]/.test(unit) ? `${name}, ${unit}` : name)

// Without letters and digits that look alike; fifty random bits, since whoever knows an order's page may read it.
const idLetters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

export function newOrderId(seller: Seller): string {
  const letters = Array.from({ length: 10 }, () => idLetters[randomInt(idLetters.length)])
  return `${seller.ocid}-${letters.join('')}`
}
