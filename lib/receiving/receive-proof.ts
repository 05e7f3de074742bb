import { inNoncedTransaction } from '@/lib/http/nonce-store'
import type { SignedCall } from '@/lib/http/signed-route'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import {
  checkProofIssuer,
  checkProofTerms,
  type Proof,
  parseProof,
  proofMoney,
  txidReused,
} from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findStoredProof } from '@/lib/settlement/proof-store'
import { takeLateProof } from '@/lib/settlement/take-late-proof'
import { bookProof } from './book-proof'
import { checkIssuerSignature } from './check-issuer-signature'
import { checkPaymentIssuer } from './check-payment-issuer'
import { decideDestination, findNamed } from './find-destination'
import { isAwaited } from './incoming-payment'
import { findIncomingPayment } from './payment-settlement-store'
import type { ProofRequest } from './proof-request'
import { checkReceiptLimit } from './receipt-limit'
import type { ReceivedProof } from './received-proof'

type Call = SignedCall<ProofRequest>
type Answer = Result<unknown, ProtocolError>

/** POST /transfer/webhook (protocol section 5): a provider tells that money was moved to us, and proves it. */
export async function receiveProof(call: Call): Promise<Answer> {
  const proof = parseProof(call.body.proof)
  if (!proof.ok) return proof
  const { gateway, caller, body } = call
  if (proof.value.issuer !== caller.ocid) return err(notTheIssuer(proof.value, caller.ocid))
  const issuer = await checkIssuer(call, proof.value)
  const key = await checkIssuerSignature(gateway, proof.value, body.signature, caller.ocid)
  // The answer that a call of ours never got counts whoever gives it: we chose to call that peer.
  if (key.ok && (await isLateAnswer(call, proof.value))) return ok(accepted(proof.value))
  if (!issuer.ok) return issuer
  if (!key.ok) return key
  const received = checkContent(call, proof.value, key.value)
  if (!received.ok) return received
  const limit = await checkReceiptLimit(caller.ocid, received.value.money)
  return limit.ok ? book(call, received.value) : limit
}

/** One whose proofs we take, or took when we named it to whoever pays what this proof is for, or whose proof we have taken. */
async function checkIssuer({ gateway, nowEpochSeconds }: Call, proof: Proof): Promise<Result<true, ProtocolError>> {
  const issuer = checkProofIssuer(proof, gateway.env.ACCEPTS)
  if (issuer.ok) return issuer
  const stored = await findStoredProof(proof.issuer, proof.txid)
  if (stored?.proofText === canonicalJson(proof)) return ok(true)
  const { reference = '' } = proof.to
  const money = proofMoney(proof, gateway.env.CURRENCIES)
  if (!money.ok || reference.includes('\0')) return issuer
  const payment = await findIncomingPayment(reference, gateway.ocid)
  const { amountMinor, currency } = money.value
  const isTheirs = isAwaited(payment, { amountMinor, currency: currency.code }, nowEpochSeconds)
  return isTheirs ? checkPaymentIssuer(gateway, proof, payment.accepts) : issuer
}

async function isLateAnswer({ gateway, caller, body: { signature } }: Call, proof: Proof): Promise<boolean> {
  return (await takeLateProof(gateway, caller, { proof, signature })) !== 'not_ours'
}

function notTheIssuer({ issuer }: Proof, caller: number): ProtocolError {
  const message = 'A proof is taken from its issuer only'
  return protocolError('ISSUER_NOT_ACCEPTED', { message, details: { issuer, caller } })
}

function checkContent({ gateway, body }: Call, proof: Proof, publicKey: string): Result<ReceivedProof, ProtocolError> {
  const receiver = checkProofTerms(proof, { receiverOcid: gateway.ocid })
  if (!receiver.ok) return receiver
  const money = proofMoney(proof, gateway.env.CURRENCIES)
  if (!money.ok) return money
  const { signature } = body
  return ok({ proof, proofText: canonicalJson(proof), signature, publicKey, money: money.value })
}

async function book({ gateway, nonce, nowEpochSeconds }: Call, received: ReceivedProof): Promise<Answer> {
  const named = await findNamed(received.proof)
  const isBooked = await inNoncedTransaction(nonce, async (tx) => {
    const destination = await decideDestination(tx, gateway.ocid, named, received, nowEpochSeconds)
    return bookProof(tx, gateway, received, destination, nowEpochSeconds)
  })
  if (isBooked === undefined) return err(protocolError('NONCE_REUSED'))
  return isBooked ? ok(accepted(received.proof)) : repeat(received)
}

async function repeat({ proof, proofText }: ReceivedProof): Promise<Answer> {
  const stored = await findStoredProof(proof.issuer, proof.txid)
  return stored?.proofText === proofText ? ok(accepted(proof)) : err(txidReused())
}

const accepted = ({ txid }: Proof) => ({ status: 'accepted', txid })
