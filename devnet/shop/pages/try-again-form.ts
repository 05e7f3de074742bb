import type { ShopOrder } from '@/devnet/shop/order-book'
import { type Html, html } from '@/devnet/shop/pages/html'

/** Orders the same once more: a new order, since the first one may be spent. */
export function tryAgainForm({ order }: ShopOrder): Html {
  const item = order.items?.[0]
  return html`
<form class="actions" method="post" action="/buy">
<input type="hidden" name="product" value="${item?.id}">
<input type="hidden" name="quantity" value="${item?.quantity}">
<button>Try again</button>
<a href="/">Back to the market</a>
</form>`
}
