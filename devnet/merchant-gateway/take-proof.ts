import type { MerchantGateway } from '@/devnet/merchant-gateway/merchant-gateway'
import type { PartyCall } from '@/devnet/network/party-endpoint'
import { acceptedAnswer, checkIncomingProof, type Verdict } from '@/devnet/network/proof-desk'
import { type SignedProof, signProof } from '@/devnet/network/signed-proof'
import type { ProtocolError } from '@/lib/opencharge/errors'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Order } from '@/lib/opencharge/order'
import { ok, type Result } from '@/lib/opencharge/result'

/** POST /transfer/webhook: the payment gateway's proof that it credited us; the merchant is told, and owed the money. */
export function takeProof(gateway: MerchantGateway, call: PartyCall): Result<JsonObject, ProtocolError> {
  const verdict = judge(gateway, call)
  if (!verdict.ok) return verdict
  if (!verdict.value.isRepeat) credit(gateway, verdict.value, call.nowEpochSeconds)
  gateway.teller.tell(verdict.value.orderId)
  return ok(acceptedAnswer(verdict.value.signed))
}

/** What the sender of a proof that is in the books already hears again. */
export function takenProof(gateway: MerchantGateway, call: PartyCall): Result<JsonObject, ProtocolError> | undefined {
  const verdict = judge(gateway, call)
  return verdict.ok && verdict.value.isRepeat ? ok(acceptedAnswer(verdict.value.signed)) : undefined
}

function judge({ network, party, book }: MerchantGateway, call: PartyCall): Result<Verdict, ProtocolError> {
  const memory = { priceOf: (orderId: string) => book.order(orderId)?.money, taken: book.proofs.find }
  return checkIncomingProof(network, party, memory, call)
}

function credit(gateway: MerchantGateway, { orderId, signed: received }: Verdict, nowEpochSeconds: number): void {
  const routed = gateway.book.order(orderId)
  if (routed === undefined) throw new Error('a proof was accepted for an order that is not in the books')
  const onward = routed.received ? undefined : proofToMerchant(gateway, routed.order, received, nowEpochSeconds)
  gateway.book.record(onward ? { type: 'paid', orderId, received, onward } : { type: 'surplus', orderId, received })
}

/** One payment keeps its txid all the way to the merchant: it is unique here, because one issuer only is accepted. */
function proofToMerchant(
  { party }: MerchantGateway,
  order: Order,
  { proof: { txid, amount, currency } }: SignedProof,
  timestamp: number,
): SignedProof {
  const from = { ocid: party.ocid, reference: txid }
  const to = { ocid: order.ocid, reference: order.id }
  return signProof({ txid, issuer: party.ocid, from, to, amount, currency, timestamp }, party.signer)
}
