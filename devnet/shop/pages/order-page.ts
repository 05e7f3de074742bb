import type { WireAnswer } from '@/devnet/network/wire'
import { sellerWithOcid } from '@/devnet/shop/catalogue'
import type { ShopOrder } from '@/devnet/shop/order-book'
import { type OrderState, orderState } from '@/devnet/shop/order-state'
import { type Html, html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { orderSlip } from '@/devnet/shop/pages/order-slip'
import { tryAgainForm } from '@/devnet/shop/pages/try-again-form'

const waitingRefreshSeconds = 2

/** An order for its buyer. That the browser came back from the payment page says nothing: the proof does. */
export function orderPage(shopOrder: ShopOrder, nowEpochSeconds: number): WireAnswer {
  const state = orderState(shopOrder, nowEpochSeconds)
  const isWaiting = state === 'pending' && (shopOrder.checkoutUrl ?? shopOrder.brought) !== undefined
  const { title, status } = isWaiting || state !== 'pending' ? views[state](shopOrder) : notOpened(shopOrder)
  const body = html`<article class="order ${sellerWithOcid(shopOrder.order.ocid)?.emblem}">${status}${orderSlip(shopOrder)}</article>`
  return pageAnswer({ title, body, ...(isWaiting && { refreshSeconds: waitingRefreshSeconds }) })
}

interface View {
  readonly title: string
  readonly status: Html
}

const views: Record<OrderState, (order: ShopOrder) => View> = {
  pending: ({ checkoutUrl }) => ({
    title: 'Waiting for payment',
    status: html`
<div role="status"><p class="mark waiting" aria-hidden="true"></p><h1>Waiting for payment</h1>
<p>We have no word yet that this order is paid. If you have just paid, it takes a moment. This page looks again by
itself.</p></div>
<p class="actions">${checkoutUrl !== undefined && html`<a class="button" href="${checkoutUrl}">Go to the payment page</a>`}
<a href="/">Back to the market</a></p>`,
  }),
  paid: ({ payment }) => ({
    title: 'Paid',
    status: html`
<div role="status"><p class="mark done" aria-hidden="true">✓</p><h1>Paid</h1>
<p>Thank you. Your order is paid and on its way.</p></div>
<dl class="receipt"><dt>Transaction</dt><dd><code>${payment?.proof.txid}</code></dd>
<dt>Paid</dt><dd>${payment && showTime(payment.proof.timestamp)}</dd></dl>
<p class="actions"><a class="button" href="/">Back to the market</a></p>`,
  }),
  declined: () => ({
    title: 'Declined',
    status: html`
<div role="status"><p class="mark" aria-hidden="true">–</p><h1>Declined</h1>
<p>The customer did not approve this order. Nothing was paid.</p></div>
<p class="actions"><a class="button" href="/terminal">Back to the terminal</a></p>`,
  }),
  expired: (order) => ({
    title: 'Not paid in time',
    status: html`
<div role="status"><p class="mark" aria-hidden="true">–</p><h1>Not paid in time</h1>
<p>We have no word that this order was paid before it ran out. If you did pay, do not pay again: the word can still
arrive, and this page then says so.</p></div>${tryAgainForm(order)}`,
  }),
}

const notOpened = (order: ShopOrder): View => ({
  title: 'Not paid',
  status: html`
<div role="status"><p class="mark" aria-hidden="true">–</p><h1>Not paid</h1>
<p>No payment page could be opened for this order. Nothing was paid.</p></div>${tryAgainForm(order)}`,
})

function showTime(epochSeconds: number): Html {
  const at = new Date(epochSeconds * 1000)
  const text = at.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return html`<time datetime="${at.toISOString()}">${text} UTC</time>`
}
