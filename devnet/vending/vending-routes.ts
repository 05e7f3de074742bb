import * as z from 'zod'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { Outcome, PartyRoute } from '@/devnet/network/party-endpoint'
import { vendingMachine } from '@/devnet/shop/catalogue'
import type { OrderBook } from '@/devnet/shop/order-book'
import { makeVendingOrder } from '@/devnet/vending/make-vending-order'
import { readSlots } from '@/devnet/vending/slots'
import { invalidRequest, requestIssues } from '@/lib/opencharge/errors'
import { idField } from '@/lib/opencharge/fields'
import { err, ok } from '@/lib/opencharge/result'
import { signObject } from '@/lib/opencharge/signed-object'

const Choice = z.object({
  items: z
    .array(z.object({ id: idField, quantity: z.int().min(1).max(100) }))
    .min(1)
    .max(20),
})

/** What the machine answers on the network: what it holds, and a signed order for what somebody chose. */
export const vendingRoutes = (network: Network, party: Party, book: OrderBook): readonly PartyRoute[] => [
  {
    method: 'GET',
    path: /^\/inventory$/,
    run: () => ok({ currency: vendingMachine.currency, items: listed(book, network.nowEpochSeconds()) }),
  },
  { method: 'POST', path: /^\/orders\/create$/, run: ({ body }) => createOrder(network, party, book, body) },
]

const listed = (book: OrderBook, nowEpochSeconds: number) =>
  readSlots(book, nowEpochSeconds).map(({ id, name, description, price, free, min, max }) => {
    return { id, name, description, price, stock: free, min, max }
  })

function createOrder(network: Network, party: Party, book: OrderBook, body: unknown): Outcome {
  const choice = Choice.safeParse(body)
  if (!choice.success) return err(invalidRequest(choice.error))
  const nowEpochSeconds = network.nowEpochSeconds()
  const wanted = new Map(choice.data.items.map(({ id, quantity }) => [id, quantity]))
  const slots = readSlots(book, nowEpochSeconds)
  const chosen = slots.flatMap((slot) => {
    const quantity = wanted.get(slot.id)
    const isToBeHad = quantity !== undefined && quantity >= slot.min && quantity <= Math.min(slot.max, slot.free)
    return isToBeHad ? [{ slot, quantity }] : []
  })
  if (chosen.length !== choice.data.items.length)
    return err(requestIssues([{ path: 'items', message: 'must be things that are there, in quantities to be had' }]))
  const order = makeVendingOrder(party, chosen, nowEpochSeconds)
  const signature = signObject(order, party.signer)
  book.record({ type: 'ordered', order, signature })
  return ok({ order, signature })
}
