import { z } from 'zod'
import type { GatewayBook } from '@/devnet/merchant-gateway/gateway-book'
import { callPeer } from '@/devnet/network/call-peer'
import { devnetCurrencies } from '@/devnet/network/currencies'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { PartyCall } from '@/devnet/network/party-endpoint'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { invalidRequest, type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { checkOrderAmount, type Order, OrderSchema, verifyOrder } from '@/lib/opencharge/order'
import { parsePlainUrl } from '@/lib/opencharge/plain-url'
import { err, ok, type Result } from '@/lib/opencharge/result'

const ForwardBody = z.object({
  order: OrderSchema,
  signature: z.string().max(200),
  urls: z.object({ success: z.string().optional(), cancel: z.string().optional() }),
})

const CheckoutAnswer = z.object({
  checkout_url: z.string().refine((text) => parsePlainUrl(text) !== undefined, 'must be an http or https URL'),
  session_id: z.string().min(1).max(200),
  expires_at: z.int().min(0),
})

/** Who passes the orders of its merchants on to the payment gateway. */
export interface OrderRouter {
  readonly network: Network
  readonly party: Party
  readonly book: GatewayBook
  readonly merchants: readonly number[]
  readonly paymentGatewayOcid: number
}

type Outcome = Result<JsonObject, ProtocolError>

/** POST /orders/checkout: a merchant's signed order goes on to the payment gateway, which answers with its page. */
export async function forwardOrder(router: OrderRouter, { body, caller }: PartyCall): Promise<Outcome> {
  const parsed = ForwardBody.safeParse(body)
  if (!parsed.success) return err(invalidRequest(parsed.error))
  const { order, signature, urls } = parsed.data
  if (!router.merchants.includes(caller.ocid)) return err(protocolError('MERCHANT_NOT_REGISTERED'))
  if (order.ocid !== caller.ocid) return err(requestIssues([{ path: 'order.ocid', message: 'must be the sender' }]))
  const isSigned = verifyOrder(order, signature, caller.publicKey, router.network.crypto)
  if (!isSigned.ok) return isSigned
  const known = rememberOrder(router, order)
  if (!known.ok) return known
  const { success, cancel } = urls
  const passedOn = { ...(success !== undefined && { success }), ...(cancel !== undefined && { cancel }) }
  return openCheckout(router, { order, signature, merchantOcid: order.ocid, urls: passedOn })
}

// Before it is passed on, so that no proof can arrive for an order that is not in the books. Proofs name an order by
// its id alone, so that one id cannot stand for two orders.
function rememberOrder({ book }: OrderRouter, order: Order): Result<true, ProtocolError> {
  const money = checkOrderAmount(order, devnetCurrencies)
  if (!money.ok) return money
  const before = book.order(order.id)
  if (before === undefined) book.record({ type: 'ordered', order })
  else if (canonicalJson(before.order) !== canonicalJson(order)) return err(protocolError('ORDER_CONFLICT'))
  return before?.received ? err(protocolError('ORDER_PAID')) : ok(true)
}

async function openCheckout(
  { network, party, book, paymentGatewayOcid }: OrderRouter,
  body: JsonObject & { readonly order: Order },
): Promise<Outcome> {
  const answer = await callPeer(network, { from: party, toOcid: paymentGatewayOcid, path: '/checkout/create', body })
  if (!answer.ok) return answer
  const checkout = CheckoutAnswer.safeParse(answer.value)
  if (!checkout.success) {
    return err(
      protocolError('SERVICE_UNAVAILABLE', { message: 'The payment gateway answered without a page to pay on' }),
    )
  }
  book.record({ type: 'session', orderId: body.order.id, sessionId: checkout.data.session_id })
  return ok(checkout.data)
}
