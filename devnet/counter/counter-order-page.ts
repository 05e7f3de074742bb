import type { WireAnswer } from '@/devnet/network/wire'
import { sellerWithOcid } from '@/devnet/shop/catalogue'
import type { ShopOrder } from '@/devnet/shop/order-book'
import { orderState } from '@/devnet/shop/order-state'
import { codePicture } from '@/devnet/shop/pages/code-picture'
import { type Html, html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { orderPage } from '@/devnet/shop/pages/order-page'
import { orderSlip } from '@/devnet/shop/pages/order-slip'

const refreshSeconds = 3

/** The counter's side of one order: its code until it is paid, and then that it is. */
export function counterOrderPage(shopOrder: ShopOrder, endpoint: string, nowEpochSeconds: number): WireAnswer {
  const state = orderState(shopOrder, nowEpochSeconds)
  if (state === 'paid') return orderPage(shopOrder, nowEpochSeconds)
  const isOver = state !== 'pending'
  const words = isOver ? overWords : waitingWords(shopOrder, endpoint)
  const emblem = sellerWithOcid(shopOrder.order.ocid)?.emblem
  const body = html`<article class="order ${emblem}">${words}${orderSlip(shopOrder)}</article>`
  return pageAnswer({ title: isOver ? 'Not paid in time' : 'Scan to pay', body, refreshSeconds })
}

function waitingWords({ order }: ShopOrder, endpoint: string): Html {
  const { id, ocid, expiresAt = null } = order
  return html`
<div role="status"><h1>Scan to pay</h1>
<p>Scan this code with your wallet. This page says Paid once the seller holds the proof.</p></div>
${codePicture({ kind: 'order', ocid, url: `${endpoint}/orders/${id}`, expiresAt })}`
}

// It still looks again: a payment counts whenever its proof arrives.
const overWords = html`
<div role="status"><p class="mark" aria-hidden="true">–</p><h1>Not paid in time</h1>
<p>We have no word that this order was paid before it ran out.</p></div>
<p class="actions"><a class="button" href="/counter">Ring it up again</a></p>`
