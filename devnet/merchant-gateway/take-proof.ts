import type { MerchantGateway } from '@/devnet/merchant-gateway/merchant-gateway'
import type { PartyCall } from '@/devnet/network/party-endpoint'
import { acceptedAnswer, checkIncomingProof, type SignedProof, type Verdict } from '@/devnet/network/proof-desk'
import type { ProtocolError } from '@/lib/opencharge/errors'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Order } from '@/lib/opencharge/order'
import { parseProof } from '@/lib/opencharge/proof'
import { ok, type Result } from '@/lib/opencharge/result'
import { signObject } from '@/lib/opencharge/signed-object'

/** POST /transfer/webhook: the payment gateway's proof that it credited us; the merchant is told, and owed the money. */
export function takeProof(gateway: MerchantGateway, call: PartyCall): Result<JsonObject, ProtocolError> {
  const { network, party, book } = gateway
  const memory = {
    priceOf: (orderId: string) => book.order(orderId)?.money,
    taken: book.proofs.find,
    earlierKeys: book.keysOf,
  }
  const verdict = checkIncomingProof(network, party, memory, call)
  if (!verdict.ok) return verdict
  if (!verdict.value.isRepeat) credit(gateway, verdict.value)
  gateway.teller.tell(verdict.value.orderId)
  return ok(acceptedAnswer(verdict.value))
}

function credit(gateway: MerchantGateway, { orderId, signed: received }: Verdict): void {
  const routed = gateway.book.order(orderId)
  if (routed === undefined) throw new Error('a proof was accepted for an order that is not in the books')
  if (routed.received) gateway.book.record({ type: 'surplus', orderId, received })
  else
    gateway.book.record({ type: 'paid', orderId, received, onward: proofToMerchant(gateway, routed.order, received) })
}

/** One payment keeps its txid all the way to the merchant: it is unique here, because one issuer only is accepted. */
function proofToMerchant({ party, network }: MerchantGateway, order: Order, { proof }: SignedProof): SignedProof {
  const { txid, amount, currency } = proof
  const onward = parseProof({
    txid,
    issuer: party.ocid,
    from: { ocid: party.ocid, reference: txid },
    to: { ocid: order.ocid, reference: order.id },
    amount,
    currency,
    timestamp: network.nowEpochSeconds(),
  })
  if (!onward.ok) throw new Error(onward.error.message)
  return { proof: onward.value, signature: signObject(onward.value, party.signer) }
}
