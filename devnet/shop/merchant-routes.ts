import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { PartyCall, PartyRoute } from '@/devnet/network/party-endpoint'
import { acceptedAnswer, checkIncomingProof } from '@/devnet/network/proof-desk'
import type { OrderBook, ShopOrder } from '@/devnet/shop/order-book'
import { orderState } from '@/devnet/shop/order-state'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { err, ok, type Result } from '@/lib/opencharge/result'

type Outcome = Result<JsonObject, ProtocolError>

/** One merchant of the shop on the network: its orders, and the webhook by which it learns that one is paid. */
export const merchantRoutes = (network: Network, party: Party, book: OrderBook): readonly PartyRoute[] => [
  {
    method: 'GET',
    path: /^\/orders\/([^/]+)$/,
    run: ({ parameter }) => withOrder(party, book, parameter, ({ order, signature }) => ({ order, signature })),
  },
  {
    method: 'GET',
    path: /^\/orders\/([^/]+)\/status$/,
    run: ({ parameter }) => withOrder(party, book, parameter, (order) => statusOf(order, network.nowEpochSeconds())),
  },
  { method: 'POST', path: /^\/transfer\/webhook$/, run: (call) => takePayment(network, party, book, call) },
]

function withOrder(party: Party, book: OrderBook, id: string, show: (order: ShopOrder) => JsonObject): Outcome {
  const found = book.order(id)
  return found?.order.ocid === party.ocid ? ok(show(found)) : err(protocolError('ORDER_NOT_FOUND'))
}

function statusOf(order: ShopOrder, nowEpochSeconds: number): JsonObject {
  const paid = order.payment && { paidAt: order.payment.proof.timestamp, txid: order.payment.proof.txid }
  return { orderId: order.order.id, status: orderState(order, nowEpochSeconds), ...paid }
}

function takePayment(network: Network, party: Party, book: OrderBook, call: PartyCall): Outcome {
  const own = (orderId: string) => {
    const found = book.order(orderId)
    return found?.order.ocid === party.ocid ? found : undefined
  }
  const memory = { priceOf: (id: string) => own(id)?.money, taken: book.proofs.find }
  const verdict = checkIncomingProof(network, party, memory, call)
  if (!verdict.ok) return verdict
  const { isRepeat, orderId, signed } = verdict.value
  if (!isRepeat && own(orderId)?.payment) return err(protocolError('ORDER_PAID'))
  if (!isRepeat) book.record({ type: 'paid', orderId, ...signed })
  return ok(acceptedAnswer(signed))
}
