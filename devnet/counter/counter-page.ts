import type { WireAnswer } from '@/devnet/network/wire'
import { html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { productChoice } from '@/devnet/shop/pages/product-choice'

/** Where the seller rings something up, for the customer to scan. */
export function counterPage(isRefused = false): WireAnswer {
  const body = html`
<article class="order"><h1>Pay at the counter</h1>
${isRefused && html`<p role="alert"><strong>Choose what is bought and how many, from 1 to 20.</strong></p>`}
<p>Ring something up. The counter then shows a code, which the customer scans with the wallet.</p>
<form method="post" action="/counter">
${productChoice()}
<p class="actions"><button>Show the code</button> <a href="/">Back to the market</a></p>
</form></article>`
  return pageAnswer({ title: 'Pay at the counter', body, status: isRefused ? 400 : 200 })
}
