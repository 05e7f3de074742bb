import type { WireAnswer } from '@/devnet/network/wire'
import { type Html, html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import type { BookOrder } from './book-orders'
import { type Book, books, findBook } from './catalogue'

const WAITING_SECONDS = 2

export function shelvesPage(): WireAnswer {
  const body = html`
<div class="intro"><h1>Rooftop Books</h1>
<p>A shop without an identity on the network: it calls the gateway with an API key, and believes its webhooks alone.
With “Try it” nobody pays: that is TEST mode.</p></div>
<section class="seller book"><ul class="products">${books.map(bookCard)}</ul></section>
<p class="actions"><a href="/">Back to the market</a></p>`
  return pageAnswer({ title: 'Rooftop Books', body })
}

const bookCard = ({ id, title, about, price }: Book): Html => html`
<li><h3>${title}</h3><p>${about}</p><p class="price"><strong>${price}</strong></p>
<form method="post" action="/books/buy">
<input type="hidden" name="book" value="${id}">
<button name="mode" value="LIVE">Buy<span class="unseen"> ${title}</span></button>
<button name="mode" value="TEST">Try it<span class="unseen"> with ${title}</span></button>
</form></li>`

const headings: Readonly<Record<BookOrder['state'], readonly [title: string, text: string]>> = {
  waiting: ['Waiting for payment', 'We have no word yet that this order is paid. This page looks again by itself.'],
  paid: ['Paid', 'Thank you. Your book is on its way.'],
  refunded: ['Refunded', 'The money is back in the wallet that paid.'],
  'not paid': ['Not paid', 'Nothing was paid for this order.'],
}

/** An order for its buyer. That the browser came back says nothing: the webhook does. */
export function bookOrderPage({ id, bookId, mode, state, checkoutUrl }: BookOrder): WireAnswer {
  const [title, text] = headings[state]
  const book = findBook(bookId)
  const body = html`<article class="order book">
<div role="status"><p class="mark ${state === 'waiting' ? 'waiting' : state === 'paid' ? 'done' : ''}" aria-hidden="true"></p><h1>${title}</h1><p>${text}</p></div>
${mode === 'TEST' && html`<p><strong>This was a test: no money moved.</strong></p>`}
<dl class="receipt"><dt>Book</dt><dd>${book?.title}</dd><dt>Price</dt><dd>${book?.price}</dd><dt>Order</dt><dd><code>${id}</code></dd></dl>
<div class="actions">
${state === 'waiting' && checkoutUrl !== undefined && html`<a class="button" href="${checkoutUrl}">Go to the payment page</a>`}
${state === 'paid' && html`<form method="post" action="/books/orders/${id}/refund"><button>Give it back</button></form>`}
<a href="/books">Back to the books</a></div></article>`
  return pageAnswer({ title, body, ...(state === 'waiting' && { refreshSeconds: WAITING_SECONDS }) })
}

/** Why something could not be done. The gateway's words are for whoever runs this network. */
export function bookProblemPage(status: number, title: string, words: string): WireAnswer {
  const body = html`<article class="order book"><h1>${title}</h1><p class="facts">${words}</p>
<p class="actions"><a class="button" href="/books">Back to the books</a></p></article>`
  return pageAnswer({ title, body, status })
}
