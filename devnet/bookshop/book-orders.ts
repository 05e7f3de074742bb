import { z } from 'zod'
import { openJournal } from '@/devnet/network/journal'

const BookEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ordered'), id: z.string(), bookId: z.string(), mode: z.enum(['LIVE', 'TEST']) }),
  z.object({ type: z.literal('payment'), id: z.string(), paymentId: z.string(), checkoutUrl: z.string() }),
  z.object({ type: z.literal('told'), id: z.string(), eventId: z.string(), what: z.string() }),
])
type BookEvent = z.output<typeof BookEvent>

/** An order of the bookshop: what it knows of the payment, it knows from webhooks. */
export interface BookOrder {
  readonly id: string
  readonly bookId: string
  readonly mode: 'LIVE' | 'TEST'
  readonly paymentId?: string
  readonly checkoutUrl?: string
  readonly state: 'waiting' | 'paid' | 'refunded' | 'not paid'
}

const stateAfter: Readonly<Record<string, BookOrder['state']>> = {
  'payment.succeeded': 'paid',
  'payment.failed': 'not paid',
  'payment.cancelled': 'not paid',
  'payment.expired': 'not paid',
  'refund.succeeded': 'refunded',
}

export interface BookOrders {
  record(event: BookEvent): void
  order(id: string): BookOrder | undefined
  ofPayment(paymentId: string): BookOrder | undefined
  /** Whether a webhook was taken before: it may come more than once. */
  knows(eventId: string): boolean
}

/** The bookshop's orders, kept in a file of JSON lines. */
export function openBookOrders(path: string): BookOrders {
  const orders = new Map<string, BookOrder>()
  const told = new Set<string>()
  const apply = (event: BookEvent): void => {
    const order = orders.get(event.id)
    if (event.type === 'ordered')
      orders.set(event.id, { id: event.id, bookId: event.bookId, mode: event.mode, state: 'waiting' })
    else if (!order) throw new Error(`${path} names the order ${event.id} before it was made`)
    else if (event.type === 'payment') {
      orders.set(event.id, { ...order, paymentId: event.paymentId, checkoutUrl: event.checkoutUrl })
    } else {
      told.add(event.eventId)
      orders.set(event.id, { ...order, state: stateAfter[event.what] ?? order.state })
    }
  }
  const { record } = openJournal(path, BookEvent, apply)
  return {
    record,
    order: (id) => orders.get(id),
    ofPayment: (paymentId) => [...orders.values()].find((order) => order.paymentId === paymentId),
    knows: (eventId) => told.has(eventId),
  }
}
