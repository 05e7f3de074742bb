import type { House } from '@/devnet/house/house'
import { bookedMoney } from '@/devnet/network/booked-money'
import type { Outcome, PartyCall } from '@/devnet/network/party-endpoint'
import { acceptedAnswer, checkRepeat } from '@/devnet/network/proof-desk'
import { readSignedProof } from '@/devnet/network/read-signed-proof'
import { checkProofTerms } from '@/lib/opencharge/proof'
import { ok } from '@/lib/opencharge/result'

/**
 * POST /transfer/webhook: a provider says that it credited us. It settles nothing: whoever paid brings the same proof to
 * payment/settle. One that is for nothing we know is kept too, since money is never dropped.
 */
export function takeHouseProof({ network, party, book }: House, call: PartyCall): Outcome {
  const signed = readSignedProof(network, party, call)
  if (!signed.ok) return signed
  const { proof } = signed.value
  const payment = book.payment(proof.to.reference ?? '')
  const money = payment && bookedMoney(payment.request)
  const terms = checkProofTerms(proof, { receiverOcid: party.ocid, ...(money && { money }) })
  if (!terms.ok) return terms
  const isRepeat = checkRepeat(proof, { taken: book.received.find })
  if (!isRepeat.ok) return isRepeat
  if (!isRepeat.value) book.record({ type: 'received', received: signed.value })
  return ok(acceptedAnswer(signed.value))
}
