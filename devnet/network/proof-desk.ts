import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { PartyCall } from '@/devnet/network/party-endpoint'
import { readSignedProof } from '@/devnet/network/read-signed-proof'
import type { SignedProof } from '@/devnet/network/signed-proof'
import type { Money } from '@/lib/money/money'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { checkProofTerms, type Proof, txidReused } from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** What a receiver remembers, for the checks that need a memory. */
export interface ProofMemory {
  /** What the order with this id costs; undefined when there is no such order. */
  priceOf(orderId: string): Money | undefined
  /** The proof that was taken under this issuer and txid. */
  taken(issuer: number, txid: string): SignedProof | undefined
}

export type Verdict = { readonly isRepeat: boolean; readonly orderId: string; readonly signed: SignedProof }

/**
 * All checks of a proof that arrives by webhook, in the order of protocol section 4: shape → issuer accepted → signature
 * → receiver and reference → amount and currency → (issuer, txid) not used for something else.
 */
export function checkIncomingProof(
  network: Network,
  receiver: Party,
  memory: ProofMemory,
  call: PartyCall,
): Result<Verdict, ProtocolError> {
  const signed = readSignedProof(network, receiver, call)
  if (!signed.ok) return signed
  const { proof } = signed.value
  const orderId = checkTerms(proof, receiver, memory)
  if (!orderId.ok) return orderId
  const isRepeat = checkRepeat(proof, memory)
  return isRepeat.ok ? ok({ isRepeat: isRepeat.value, orderId: orderId.value, signed: signed.value }) : isRepeat
}

/** What the sender of an accepted proof hears, the first time and every further time. */
export const acceptedAnswer = ({ proof }: SignedProof): JsonObject => ({ status: 'accepted', txid: proof.txid })

/** Whether the proof was taken before; an error when another one stands under its issuer and txid. */
export function checkRepeat(proof: Proof, memory: Pick<ProofMemory, 'taken'>): Result<boolean, ProtocolError> {
  const before = memory.taken(proof.issuer, proof.txid)
  if (before === undefined) return ok(false)
  return canonicalJson(before.proof) === canonicalJson(proof) ? ok(true) : err(txidReused())
}

function checkTerms(proof: Proof, receiver: Party, memory: ProofMemory): Result<string, ProtocolError> {
  const reference = proof.to.reference
  const money = reference === undefined ? undefined : memory.priceOf(reference)
  const terms = checkProofTerms(proof, { receiverOcid: receiver.ocid, ...(money && { money }) })
  if (!terms.ok) return terms
  if (reference !== undefined && money !== undefined) return ok(reference)
  const message = 'The proof is for an order that is not known here (to.reference)'
  return err(protocolError('INVALID_PROOF', { message, details: { hint: 'unknown_reference' } }))
}
