import { readFileSync } from 'node:fs'
import { readForm, seeOther, type WireAnswer, type WireRequest } from '@/devnet/network/wire'
import { sellerWithOcid } from '@/devnet/shop/catalogue'
import { cancelledPage } from '@/devnet/shop/pages/cancelled-page'
import { emblemIcon } from '@/devnet/shop/pages/emblems'
import { orderPage } from '@/devnet/shop/pages/order-page'
import { notFoundPage, orderProblemPage, wrongMethodPage } from '@/devnet/shop/pages/problem-page'
import { storefrontPage } from '@/devnet/shop/pages/storefront-page'
import { placeOrder, type Shop } from '@/devnet/shop/place-order'

const styleSheet = readFileSync(new URL('./shop.css', import.meta.url), 'utf8')

/** The pages of the shop: plain HTML and forms. */
export async function answerAsShop(shop: Shop, request: WireRequest): Promise<WireAnswer> {
  const path = request.path.split('?')[0] ?? ''
  if (path === '/buy') return request.method === 'POST' ? buy(shop, request) : wrongMethodPage()
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethodPage()
  if (path === '/') return storefrontPage()
  if (path === '/style.css') return asset('text/css; charset=utf-8', styleSheet)
  const icon = /^\/([0-9]+)\/icon\.svg$/.exec(path)?.[1]
  return icon === undefined ? orderAnswer(shop, path) : iconAnswer(Number(icon))
}

async function buy(shop: Shop, request: WireRequest): Promise<WireAnswer> {
  const placed = await placeOrder(shop, readForm(request))
  return placed.ok ? seeOther(placed.value) : orderProblemPage(placed.error)
}

function orderAnswer(shop: Shop, path: string): WireAnswer {
  const [, id = '', cancelled] = /^\/orders\/([0-9A-Z-]+)(\/cancelled)?$/.exec(path) ?? []
  const order = shop.book.order(id)
  if (order === undefined) return notFoundPage()
  if (cancelled === undefined) return orderPage(order, shop.network.nowEpochSeconds())
  return order.payment ? seeOther(`/orders/${id}`) : cancelledPage(order)
}

function iconAnswer(ocid: number): WireAnswer {
  const seller = sellerWithOcid(ocid)
  return seller ? asset('image/svg+xml', emblemIcon(seller)) : notFoundPage()
}

const asset = (contentType: string, body: string): WireAnswer => ({
  status: 200,
  headers: { 'content-type': contentType, 'cache-control': 'max-age=300', 'x-content-type-options': 'nosniff' },
  body,
})
