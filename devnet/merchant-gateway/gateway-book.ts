import { z } from 'zod'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { openJournal } from '@/devnet/network/journal'
import { createProofBook, type ProofBook } from '@/devnet/network/proof-book'
import { type SignedProof, SignedProofSchema } from '@/devnet/network/signed-proof'
import type { Money } from '@/lib/money/money'
import { checkOrderAmount, type Order, OrderSchema } from '@/lib/opencharge/order'

const GatewayEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ordered'), order: OrderSchema }),
  z.object({ type: z.literal('session'), orderId: z.string(), sessionId: z.string() }),
  z.object({ type: z.literal('paid'), orderId: z.string(), received: SignedProofSchema, onward: SignedProofSchema }),
  // A second payment of one order: the money is here, but it is not the merchant's.
  z.object({ type: z.literal('surplus'), orderId: z.string(), received: SignedProofSchema }),
  z.object({ type: z.literal('told'), orderId: z.string() }),
  // In books of earlier versions; the network remembers keys now.
  z.object({ type: z.literal('key') }),
])

type GatewayEvent = z.output<typeof GatewayEvent>

/** An order that the merchant gateway passed on, and what became of it. */
export interface RoutedOrder {
  readonly order: Order
  readonly money: Money
  readonly sessionId?: string
  readonly received?: SignedProof
  /** Our own proof to the merchant: made once, handed out unchanged. */
  readonly onward?: SignedProof
  readonly isMerchantTold: boolean
}

export interface GatewayBook {
  record(event: GatewayEvent): void
  order(id: string): RoutedOrder | undefined
  orders(): readonly RoutedOrder[]
  readonly proofs: ProofBook
}

/** The merchant gateway's books, kept in a file of JSON lines. */
export function openGatewayBook(path: string): GatewayBook {
  const orders = new Map<string, RoutedOrder>()
  const proofs = createProofBook()
  const change = (orderId: string, more: Partial<RoutedOrder>) => {
    const order = orders.get(orderId)
    if (order === undefined) throw new Error(`${path} names the order ${orderId} before it was made`)
    orders.set(orderId, { ...order, ...more })
  }
  const apply = (event: GatewayEvent): void => {
    if (event.type === 'ordered') orders.set(event.order.id, routed(event.order))
    else if (event.type === 'session') change(event.orderId, { sessionId: event.sessionId })
    else if (event.type === 'told') change(event.orderId, { isMerchantTold: true })
    else if (event.type !== 'key') {
      proofs.add(event.received)
      if (event.type === 'paid') change(event.orderId, { received: event.received, onward: event.onward })
    }
  }
  const journal = openJournal(path, GatewayEvent, apply)
  return {
    record: journal.record,
    order: (id) => orders.get(id),
    orders: () => [...orders.values()],
    proofs,
  }
}

function routed(order: Order): RoutedOrder {
  const money = checkOrderAmount(order, devnetCurrencies)
  if (!money.ok) throw new Error(money.error.message)
  return { order, money: money.value, isMerchantTold: false }
}
