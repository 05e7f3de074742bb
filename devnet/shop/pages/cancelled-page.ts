import type { WireAnswer } from '@/devnet/network/wire'
import { sellerWithOcid } from '@/devnet/shop/catalogue'
import type { ShopOrder } from '@/devnet/shop/order-book'
import { html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { orderSlip } from '@/devnet/shop/pages/order-slip'
import { tryAgainForm } from '@/devnet/shop/pages/try-again-form'

/** Where the payment page sends those who cancel. It changes nothing: anybody can open it. */
export function cancelledPage(order: ShopOrder): WireAnswer {
  const body = html`
<article class="order ${sellerWithOcid(order.order.ocid)?.emblem}">
<div role="status"><p class="mark" aria-hidden="true">–</p><h1>The order is not paid</h1>
<p>The payment was cancelled, or could not be made. Nothing will be sent.</p></div>
${tryAgainForm(order)}
${orderSlip(order)}
</article>`
  return pageAnswer({ title: 'Not paid', body })
}
