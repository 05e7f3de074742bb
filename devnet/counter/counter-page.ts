import type { WireAnswer } from '@/devnet/network/wire'
import { sellers } from '@/devnet/shop/catalogue'
import { html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { showPrice } from '@/devnet/shop/pages/show-price'
import { routePlans } from '@/devnet/shop/settlement-route'

/** Where the seller rings something up, for the customer to scan. */
export function counterPage(isRefused = false): WireAnswer {
  // Sellers whom a wallet's gateway can pay without a merchant gateway between them.
  const sold = sellers.filter(({ route }) => routePlans[route].accepts === 'payment_gateway')
  const options = sold.flatMap((seller) =>
    seller.products.map(
      (product) =>
        html`<option value="${product.id}">${seller.name}: ${product.name}, ${showPrice(seller, product.price)}</option>`,
    ),
  )
  const body = html`
<article class="order"><h1>Pay at the counter</h1>
${isRefused && html`<p role="alert"><strong>Choose what is bought and how many, from 1 to 20.</strong></p>`}
<p>Ring something up. The counter then shows a code, which the customer scans with the wallet.</p>
<form method="post" action="/counter">
<p><label>What is bought <select name="product">${options}</select></label></p>
<p><label>How many <input type="number" name="quantity" value="1" min="1" max="20" required inputmode="numeric"></label></p>
<p class="actions"><button>Show the code</button> <a href="/">Back to the market</a></p>
</form></article>`
  return pageAnswer({ title: 'Pay at the counter', body, status: isRefused ? 400 : 200 })
}
