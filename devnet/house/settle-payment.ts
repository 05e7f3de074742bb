import { checkSettlingProof } from '@/devnet/house/check-settling-proof'
import type { House } from '@/devnet/house/house'
import type { Payment } from '@/devnet/house/house-events'
import { SettleRequest } from '@/devnet/house/house-requests'
import type { Outcome, PartyCall } from '@/devnet/network/party-endpoint'
import { type SignedProof, signProof } from '@/devnet/network/signed-proof'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { invalidRequest, type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { parseProof } from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** POST /payment/settle: takes the proof that the house was paid, credits the merchant, and gives its own proof. */
export async function settlePayment(house: House, call: PartyCall): Promise<Outcome> {
  const asked = readSettlement(house, call)
  if (!asked.ok) return asked
  const { payment, brought } = asked.value
  const before = settledBefore(payment, brought)
  if (before) return before
  if (call.nowEpochSeconds >= payment.expiresAt) return err(protocolError('PAYMENT_EXPIRED'))
  const received = await checkSettlingProof(house, payment, brought)
  if (!received.ok) return received
  // From here on nothing waits: of two calls at once, the second finds what the first did.
  const meanwhile = repeatedSettlement(house, call)
  return meanwhile ?? ok(answerOf(credit(house, payment, received.value, call.nowEpochSeconds)))
}

/** What the same call was answered before, or why it comes too late; undefined when the payment is not settled. */
export function repeatedSettlement(house: House, call: PartyCall): Outcome | undefined {
  const asked = readSettlement(house, call)
  return asked.ok ? settledBefore(asked.value.payment, asked.value.brought) : undefined
}

interface Asked {
  readonly payment: Payment
  readonly brought: { readonly proof: unknown; readonly signature: string }
}

function readSettlement({ book }: House, { body, caller }: PartyCall): Result<Asked, ProtocolError> {
  const request = SettleRequest.safeParse(body)
  if (!request.success) return err(invalidRequest(request.error))
  const { txid, proof, signature } = request.data
  const payment = book.payment(txid)
  if (payment?.callerOcid !== caller.ocid) return err(protocolError('PAYMENT_NOT_FOUND'))
  return ok({ payment, brought: { proof, signature } })
}

function settledBefore({ settled }: Payment, { proof }: Asked['brought']): Outcome | undefined {
  if (settled === undefined) return undefined
  const brought = parseProof(proof)
  const isSame = brought.ok && canonicalJson(brought.value) === canonicalJson(settled.received.proof)
  return isSame ? ok(answerOf(settled.issued)) : err(protocolError('INVALID_STATE'))
}

function credit(
  { party, book, teller }: House,
  payment: Payment,
  received: SignedProof,
  timestamp: number,
): SignedProof {
  const { txid, request } = payment
  const { to, reference, order, amount, currency, memo } = request
  const forWhat = order?.id ?? reference
  const content = {
    txid,
    issuer: party.ocid,
    from: { ocid: received.proof.from.ocid, ...(reference !== undefined && { reference }) },
    to: { ocid: to, ...(forWhat !== undefined && { reference: forWhat }) },
    ...{ amount, currency, timestamp, ...(memo !== undefined && { memo }) },
  }
  const issued = signProof(content, party.signer)
  book.record({ type: 'settled', txid, received, issued })
  teller.tell(txid)
  return issued
}

const answerOf = ({ proof, signature }: SignedProof) => ({ status: 'completed', proof, signature })
