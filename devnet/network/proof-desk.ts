import { z } from 'zod'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { PartyCall } from '@/devnet/network/party-endpoint'
import type { Money } from '@/lib/money/money'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { invalidRequest, type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { PublicKey } from '@/lib/opencharge/keys'
import {
  checkProofIssuer,
  checkProofSignature,
  checkProofTerms,
  type Proof,
  parseProof,
  txidReused,
} from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'

const WebhookBody = z.object({ proof: z.unknown(), signature: z.string().max(200) })

/** A proof with its issuer's signature, as it came. */
export interface SignedProof {
  readonly proof: Proof
  readonly signature: string
}

/** What a receiver remembers, for the checks that need a memory. */
export interface ProofMemory {
  /** What the order with this id costs; undefined when there is no such order. */
  priceOf(orderId: string): Money | undefined
  /** The proof that was taken under this issuer and txid. */
  taken(issuer: number, txid: string): SignedProof | undefined
  /** Keys that the issuer showed earlier. */
  earlierKeys(issuer: number): readonly PublicKey[]
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
  { body, caller }: PartyCall,
): Result<Verdict, ProtocolError> {
  const webhook = WebhookBody.safeParse(body)
  if (!webhook.success) return err(invalidRequest(webhook.error))
  const parsed = parseProof(webhook.data.proof)
  if (!parsed.ok) return parsed
  const signed = { proof: parsed.value, signature: webhook.data.signature }
  const issuer = checkIssuer(parsed.value, receiver, caller.ocid)
  if (!issuer.ok) return issuer
  const keys = [caller.publicKey, ...memory.earlierKeys(caller.ocid)]
  const signature = checkSignature(network, signed, keys)
  if (!signature.ok) return signature
  const orderId = checkTerms(parsed.value, receiver, memory)
  if (!orderId.ok) return orderId
  const isRepeat = checkRepeat(parsed.value, memory)
  return isRepeat.ok ? ok({ isRepeat: isRepeat.value, orderId: orderId.value, signed }) : isRepeat
}

/** What the sender of an accepted proof hears, the first time and every further time. */
export const acceptedAnswer = ({ signed }: Verdict): JsonObject => ({ status: 'accepted', txid: signed.proof.txid })

function checkIssuer(proof: Proof, receiver: Party, senderOcid: number): Result<true, ProtocolError> {
  const accepted = checkProofIssuer(proof, receiver.accepts)
  if (!accepted.ok || proof.issuer === senderOcid) return accepted
  return err(protocolError('INVALID_PROOF', { message: 'A proof is taken from its issuer only' }))
}

// A proof is never signed anew, so one that was held up may be older than its issuer's key. Its sender, who signed the
// request with the present key, stands for it.
function checkSignature(
  { crypto }: Network,
  { proof, signature }: SignedProof,
  keys: readonly PublicKey[],
): Result<true, ProtocolError> {
  const verdicts = keys.map((key) => checkProofSignature(proof, signature, key, crypto))
  return verdicts.find(({ ok }) => ok) ?? verdicts[0] ?? err(protocolError('PROOF_SIGNATURE_INVALID'))
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

function checkRepeat(proof: Proof, memory: ProofMemory): Result<boolean, ProtocolError> {
  const before = memory.taken(proof.issuer, proof.txid)
  if (before === undefined) return ok(false)
  return canonicalJson(before.proof) === canonicalJson(proof) ? ok(true) : err(txidReused())
}
