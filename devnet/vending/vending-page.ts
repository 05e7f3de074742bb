import type { WireAnswer } from '@/devnet/network/wire'
import { vendingMachine } from '@/devnet/shop/catalogue'
import type { OrderBook } from '@/devnet/shop/order-book'
import { codePicture } from '@/devnet/shop/pages/code-picture'
import { emblem } from '@/devnet/shop/pages/emblems'
import { type Html, html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { showPrice } from '@/devnet/shop/pages/show-price'
import { readSlots, type Slot } from '@/devnet/vending/slots'

const refreshSeconds = 5

/** The front of the machine: its code, what is in it, and what fell out last. */
export function vendingPage(book: OrderBook, endpoint: string, nowEpochSeconds: number): WireAnswer {
  const payload = {
    kind: 'inventory',
    ocid: vendingMachine.ocid,
    url: `${endpoint}/inventory`,
    expiresAt: null,
  } as const
  const body = html`
<article class="seller ${vendingMachine.emblem}">
<div class="sign">${emblem(vendingMachine)}<div><h1>${vendingMachine.name}</h1><p>${vendingMachine.profile}</p>
<p class="facts">${vendingMachine.place} · prices in ${vendingMachine.currency}</p></div></div>
<div class="inside">
<h2>Scan to choose</h2>
<p>Scan the code with your wallet, choose there, and pay.</p>
${codePicture(payload)}
<div role="status">${lastDispensed(book)}</div>
<table><tbody>${readSlots(book, nowEpochSeconds).map(slotRow)}</tbody></table>
<p class="actions"><a href="/">Back to the market</a></p>
</div></article>`
  return pageAnswer({ title: vendingMachine.name, body, refreshSeconds })
}

const slotRow = ({ name, price, stock }: Slot): Html =>
  html`<tr><td>${name}</td><td>${showPrice(vendingMachine, price)} · ${stock === 0 ? 'sold out' : `${stock} left`}</td></tr>`

function lastDispensed(book: OrderBook): Html {
  const paid = book.orders().filter(({ order, payment }) => order.ocid === vendingMachine.ocid && payment)
  const last = paid.sort((a, b) => (b.payment?.proof.timestamp ?? 0) - (a.payment?.proof.timestamp ?? 0))[0]
  if (!last) return html`<p>Nothing has been taken out yet.</p>`
  const items = (last.order.items ?? []).map(({ name, quantity }) => `${quantity} × ${name}`).join(' and ')
  return html`<p><strong>Paid. Take out below:</strong> ${items}</p><p class="facts">order ${last.order.id}</p>`
}
