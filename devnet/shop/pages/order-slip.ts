import { sellerWithOcid } from '@/devnet/shop/catalogue'
import type { ShopOrder } from '@/devnet/shop/order-book'
import { type Html, html } from '@/devnet/shop/pages/html'
import { formatMoney } from '@/lib/money/format-money'
import { orderDifference, type PricedItem, priceItems } from '@/lib/opencharge/order'

/** What was ordered, line by line. */
export function orderSlip({ order, money }: ShopOrder): Html {
  const seller = sellerWithOcid(order.ocid)
  const show = (amountMinor: bigint) => formatMoney({ amountMinor, currency: money.currency }, 'en')
  const line = ({ item, totalMinor }: PricedItem) =>
    html`<tr><td>${item.quantity} × ${item.name}</td><td>${show(totalMinor)}</td></tr>`
  const difference = orderDifference(order, money.currency)
  return html`
<section class="slip" aria-label="Your order">
<p class="facts">${seller?.name} · order ${order.id}</p>
<table><tbody>
${priceItems(order, money.currency).map(line)}
${difference !== 0n && html`<tr><td>Postage</td><td>${show(difference)}</td></tr>`}
</tbody><tfoot><tr><th scope="row">Total</th><td>${show(money.amountMinor)}</td></tr></tfoot></table>
</section>`
}
