import type { Tx } from '@/lib/db/transaction'
import { inNoncedTransaction } from '@/lib/http/nonce-store'
import type { SignedCall } from '@/lib/http/signed-route'
import { knownCurrency } from '@/lib/money/known-currency'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { checkProofTerms, parseProof, txidReused } from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { bookProof } from './book-proof'
import { checkIssuerSignature } from './check-issuer-signature'
import { checkPaymentIssuer } from './check-payment-issuer'
import { type Completion, decideSettle, type IncomingPayment } from './incoming-payment'
import { findIncomingPayment, lockIncomingPayment } from './payment-settlement-store'
import type { SettleRequest } from './proof-request'
import { checkReceiptLimit } from './receipt-limit'
import type { ReceivedProof } from './received-proof'

type Call = SignedCall<SettleRequest>
type Answer = Result<unknown, ProtocolError>

/** POST /payment/settle (protocol section 5): a provider's proof of having paid us credits the merchant, once. */
export async function settlePayment(call: Call): Promise<Answer> {
  const { gateway, caller, body, nonce, nowEpochSeconds } = call
  const proofText = canonicalJson(body.proof)
  const found = await findIncomingPayment(body.txid, gateway.ocid)
  const open = decideSettle(found, caller.ocid, proofText, nowEpochSeconds)
  if (!open.ok) return err(protocolError(open.error))
  if (open.value.completion) return ok(answerOf(open.value.completion))
  const received = await checkProof(call, open.value.payment, proofText)
  if (!received.ok) return received
  const settled = await inNoncedTransaction(nonce, (tx) => settleIn(tx, call, received.value))
  return settled ?? err(protocolError('NONCE_REUSED'))
}

/** Protocol section 4, in its order. Whether the txid was used before is seen when the proof is stored. */
async function checkProof(
  { gateway, caller, body }: Call,
  { txid, amountMinor, currency: code, accepts }: IncomingPayment,
  proofText: string,
): Promise<Result<ReceivedProof, ProtocolError>> {
  const proof = parseProof(body.proof)
  if (!proof.ok) return proof
  const issuer = await checkPaymentIssuer(gateway, proof.value, accepts)
  if (!issuer.ok) return issuer
  const key = await checkIssuerSignature(gateway, proof.value, body.signature, caller.ocid)
  if (!key.ok) return key
  const money = { amountMinor, currency: knownCurrency(gateway.env.CURRENCIES, code) }
  const terms = checkProofTerms(proof.value, { receiverOcid: gateway.ocid, reference: txid, money })
  if (!terms.ok) return terms
  const limit = await checkReceiptLimit(proof.value.issuer, money)
  if (!limit.ok) return limit
  return ok({ proof: proof.value, proofText, signature: body.signature, publicKey: key.value, money })
}

async function settleIn(tx: Tx, call: Call, received: ReceivedProof): Promise<Answer> {
  const { gateway, caller, body, nowEpochSeconds } = call
  const lock = () => lockIncomingPayment(tx, body.txid, gateway.ocid)
  const open = decideSettle(await lock(), caller.ocid, received.proofText, nowEpochSeconds)
  if (!open.ok) return err(protocolError(open.error))
  const { payment, completion } = open.value
  if (completion) return ok(answerOf(completion))
  const destination = { kind: 'PAYMENT', owner: payment.merchant, payment } as const
  if (!(await bookProof(tx, gateway, received, destination, nowEpochSeconds))) return err(txidReused())
  const done = (await lock())?.completion
  if (!done) throw new Error('a payment was settled and is not')
  return ok(answerOf(done))
}

const answerOf = ({ proofText, signature }: Completion) => ({
  status: 'completed',
  proof: JSON.parse(proofText) as unknown,
  signature,
})
