import { counterOrderPage } from '@/devnet/counter/counter-order-page'
import { counterPage } from '@/devnet/counter/counter-page'
import { readForm, seeOther, type WireAnswer, type WireRequest } from '@/devnet/network/wire'
import { vendingMachine } from '@/devnet/shop/catalogue'
import { makeSignedOrder } from '@/devnet/shop/make-order'
import type { Shop } from '@/devnet/shop/place-order'
import { vendingPage } from '@/devnet/vending/vending-page'

// A customer at a counter decides now.
const orderTtlSeconds = 10 * 60

/** What stands in the street: a counter and a machine that show codes. Undefined for what is the shop's. */
export function answerAsCounter(shop: Shop, request: WireRequest): WireAnswer | undefined {
  const path = request.path.split('?')[0] ?? ''
  if (path === '/counter') return request.method === 'POST' ? ringUp(shop, request) : counterPage()
  const nowEpochSeconds = shop.network.nowEpochSeconds()
  if (path === '/vending') {
    const machine = shop.merchants.get(vendingMachine.ocid)
    return machine && vendingPage(shop.book, machine.endpoint, nowEpochSeconds)
  }
  const id = /^\/counter\/([0-9A-Z-]+)$/.exec(path)?.[1]
  const order = id === undefined ? undefined : shop.book.order(id)
  const seller = order && shop.merchants.get(order.order.ocid)
  return order && seller && counterOrderPage(order, seller.endpoint, nowEpochSeconds)
}

function ringUp(shop: Shop, request: WireRequest): WireAnswer {
  const made = makeSignedOrder(shop, readForm(request), orderTtlSeconds)
  return made ? seeOther(`/counter/${made.order.id}`) : counterPage(true)
}
