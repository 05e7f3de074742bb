import { z } from 'zod'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { openJournal } from '@/devnet/network/journal'
import { createProofBook, type ProofBook } from '@/devnet/network/proof-book'
import type { SignedProof } from '@/devnet/network/signed-proof'
import type { Money } from '@/lib/money/money'
import { checkOrderAmount, type Order, OrderSchema } from '@/lib/opencharge/order'
import { ProofSchema } from '@/lib/opencharge/proof'

const ShopEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ordered'), order: OrderSchema, signature: z.string() }),
  z.object({ type: z.literal('checkout'), orderId: z.string(), checkoutUrl: z.string() }),
  z.object({ type: z.literal('brought'), orderId: z.string(), gatewayOcid: z.number(), statusPath: z.string() }),
  z.object({ type: z.literal('declined'), orderId: z.string() }),
  z.object({ type: z.literal('paid'), orderId: z.string(), proof: ProofSchema, signature: z.string() }),
])

type ShopEvent = z.output<typeof ShopEvent>

/** An order of the shop, as its page shows it. */
export interface ShopOrder {
  readonly order: Order
  readonly signature: string
  readonly money: Money
  readonly checkoutUrl?: string
  /** Brought to the code that a customer showed: whom to ask what became of it. */
  readonly brought?: { readonly gatewayOcid: number; readonly statusPath: string }
  readonly isDeclined?: boolean
  /** The proof of an issuer that the merchant accepts: only this makes an order paid. */
  readonly payment?: SignedProof
}

export interface OrderBook {
  record(event: ShopEvent): void
  order(id: string): ShopOrder | undefined
  orders(): readonly ShopOrder[]
  readonly proofs: ProofBook
}

/** The shop's orders, kept in a file of JSON lines. */
export function openOrderBook(path: string): OrderBook {
  const orders = new Map<string, ShopOrder>()
  const proofs = createProofBook()
  const change = (orderId: string, more: Partial<ShopOrder>) => {
    const order = orders.get(orderId)
    if (order === undefined) throw new Error(`${path} names the order ${orderId} before it was made`)
    orders.set(orderId, { ...order, ...more })
  }
  const apply = (event: ShopEvent): void => {
    if (event.type === 'ordered') orders.set(event.order.id, made(event.order, event.signature))
    else if (event.type === 'checkout') change(event.orderId, { checkoutUrl: event.checkoutUrl })
    else if (event.type === 'brought') {
      const { gatewayOcid, statusPath } = event
      change(event.orderId, { brought: { gatewayOcid, statusPath } })
    } else if (event.type === 'declined') change(event.orderId, { isDeclined: true })
    else {
      const payment = { proof: event.proof, signature: event.signature }
      proofs.add(payment)
      change(event.orderId, { payment })
    }
  }
  const journal = openJournal(path, ShopEvent, apply)
  return { record: journal.record, order: (id) => orders.get(id), orders: () => [...orders.values()], proofs }
}

function made(order: Order, signature: string): ShopOrder {
  const money = checkOrderAmount(order, devnetCurrencies)
  if (!money.ok) throw new Error(money.error.message)
  return { order, signature, money: money.value }
}
