import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readForm, seeOther, type WireAnswer, type WireRequest } from '@/devnet/network/wire'
import { type BookOrder, type BookOrders, openBookOrders } from './book-orders'
import { bookOrderPage, bookProblemPage, shelvesPage } from './bookshop-pages'
import { callGateway } from './call-gateway'
import { findBook } from './catalogue'
import { type Credentials, readCredentials } from './credentials'
import { takeWebhook } from './take-webhook'

/** A shop that has an API key and no identity. */
export interface Bookshop {
  readonly url: string
  readonly folder: string
  readonly orders: BookOrders
}

export const openBookshop = (origin: string, folder: string): Bookshop => ({
  url: `${origin}/books`,
  folder,
  orders: openBookOrders(join(folder, 'bookshop.jsonl')),
})

const isNotThere = () =>
  bookProblemPage(404, 'There is nothing here', 'The address may be mistyped, or the order is not ours.')

/** The pages of the bookshop, and its webhook; undefined for what is not its own. */
export async function answerAsBookshop(shop: Bookshop, request: WireRequest): Promise<WireAnswer | undefined> {
  const path = request.path.split('?')[0] ?? ''
  if (path !== '/books' && !path.startsWith('/books/')) return undefined
  const credentials = readCredentials(shop.folder)
  if (!credentials)
    return bookProblemPage(
      503,
      'The bookshop is not open yet',
      'It has no API key: the gateway gives it one when it starts.',
    )
  if (request.method !== 'POST') return path === '/books' ? shelvesPage() : showOrder(shop, path)
  if (path === '/books/buy') return buy(shop, credentials, readForm(request))
  if (path === '/books/webhook') return takeWebhook(shop.orders, credentials, request)
  const order = shop.orders.order(/^\/books\/orders\/([A-Z0-9]+)\/refund$/.exec(path)?.[1] ?? '')
  return order ? refund(shop, credentials, order) : isNotThere()
}

function showOrder({ orders }: Bookshop, path: string): WireAnswer {
  const order = orders.order(/^\/books\/orders\/([A-Z0-9]+)$/.exec(path)?.[1] ?? '')
  return order ? bookOrderPage(order) : isNotThere()
}

async function buy({ url, orders }: Bookshop, credentials: Credentials, form: URLSearchParams): Promise<WireAnswer> {
  const book = findBook(form.get('book'))
  const mode = form.get('mode') === 'TEST' ? 'TEST' : 'LIVE'
  if (!book) return bookProblemPage(400, 'We could not read that order', 'Choose a book.')
  const id = randomBytes(6).toString('hex').toUpperCase()
  orders.record({ type: 'ordered', id, bookId: book.id, mode })
  const page = `${url}/orders/${id}`
  const { amountMinor, currency, title } = book
  const asked = {
    amountMinor,
    currency,
    productName: title,
    customerReference: `order ${id}`,
    successUrl: page,
    cancelUrl: page,
  }
  const made = await callGateway(credentials, { mode, path: '/payments', body: asked, idempotencyKey: `buy-${id}` })
  if (!made.ok)
    return bookProblemPage(
      502,
      'The payment page could not be opened',
      `Nothing was paid. ${made.errorCode}: ${made.message}`,
    )
  const { id: paymentId, checkoutUrl } = made.data
  orders.record({ type: 'payment', id, paymentId: String(paymentId), checkoutUrl: String(checkoutUrl) })
  return seeOther(String(checkoutUrl))
}

/** All of it back. The page says so once the gateway has told. */
async function refund({ url }: Bookshop, credentials: Credentials, order: BookOrder): Promise<WireAnswer> {
  const { id, mode, paymentId, bookId } = order
  const body = { amountMinor: findBook(bookId)?.amountMinor, reason: 'The customer sent it back' }
  const path = `/payments/${paymentId}/refunds`
  const made = await callGateway(credentials, { mode, path, body, idempotencyKey: `refund-${id}` })
  if (made.ok && made.data.status !== 'FAILED') return seeOther(`${url}/orders/${id}`)
  const words = made.ok
    ? `No money moved: ${made.data.failureCode}`
    : `No money moved. ${made.errorCode}: ${made.message}`
  return bookProblemPage(502, 'It could not be given back', words)
}
