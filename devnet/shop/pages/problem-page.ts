import type { WireAnswer } from '@/devnet/network/wire'
import { type Html, html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import type { OrderProblem } from '@/devnet/shop/place-order'

export function notFoundPage(): WireAnswer {
  return problem(404, 'There is nothing here', html`<p>The address may be mistyped, or the order is not ours.</p>`)
}

export function wrongMethodPage(): WireAnswer {
  return problem(405, 'That does not work here', html`<p>Go back to the market and choose something there.</p>`)
}

/** Why an order could not be placed. The gateway's words are for whoever runs this network. */
export function orderProblemPage(trouble: OrderProblem): WireAnswer {
  if (trouble.kind === 'choice') {
    return problem(400, 'We could not read that order', html`<p>Choose a product and a quantity from 1 to 20.</p>`)
  }
  const { code, message } = trouble.error
  return problem(
    502,
    'The payment page could not be opened',
    html`<p>Nothing was paid. Try again in a moment.</p><p class="facts"><code>${code}</code> ${message}</p>`,
  )
}

function problem(status: number, title: string, words: Html): WireAnswer {
  const body = html`<article class="order"><p class="mark" aria-hidden="true">–</p><h1>${title}</h1>${words}
<p class="actions"><a class="button" href="/">Back to the market</a></p></article>`
  return pageAnswer({ title, body, status })
}
