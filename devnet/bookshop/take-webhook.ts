import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { jsonAnswer, type WireAnswer, type WireRequest } from '@/devnet/network/wire'
import type { BookOrders } from './book-orders'
import { findBook } from './catalogue'
import type { Credentials } from './credentials'

const Event = z.object({
  type: z.string(),
  mode: z.enum(['LIVE', 'TEST']),
  data: z.object({ id: z.string(), paymentId: z.string().optional(), amountMinor: z.number(), currency: z.string() }),
})

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** What the gateway tells: the only thing that makes an order paid. The same event may come twice and counts once. */
export function takeWebhook(orders: BookOrders, { signingSecret }: Credentials, request: WireRequest): WireAnswer {
  const headers = Object.fromEntries(HEADERS.map((name) => [name, request.header(name) ?? '']))
  const text = new TextDecoder().decode(request.body)
  try {
    new Webhook(signingSecret).verify(text, headers)
  } catch {
    return jsonAnswer(401, { error: 'the signature does not hold' })
  }
  const event = Event.safeParse(JSON.parse(text))
  if (!event.success) return jsonAnswer(200, { ignored: true })
  const { type, mode, data } = event.data
  const order = orders.ofPayment(data.paymentId ?? data.id)
  const book = order && findBook(order.bookId)
  const isAsAsked = order?.mode === mode && book?.amountMinor === data.amountMinor && book.currency === data.currency
  const eventId = headers['webhook-id'] ?? ''
  if (order && isAsAsked && !orders.knows(eventId)) orders.record({ type: 'told', id: order.id, eventId, what: type })
  return jsonAnswer(200, { ok: true })
}
