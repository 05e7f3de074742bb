import { z } from 'zod'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { PartyCall } from '@/devnet/network/party-endpoint'
import type { SignedProof } from '@/devnet/network/signed-proof'
import { invalidRequest, type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import type { PublicKey } from '@/lib/opencharge/keys'
import { checkProofIssuer, checkProofSignature, type Proof, parseProof } from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'

const WebhookBody = z.object({ proof: z.unknown(), signature: z.string().max(200) })

/** The first checks of a proof that arrives by webhook (protocol section 4): shape → issuer accepted → signature. */
export function readSignedProof(
  network: Network,
  receiver: Party,
  { body, caller }: PartyCall,
): Result<SignedProof, ProtocolError> {
  const webhook = WebhookBody.safeParse(body)
  if (!webhook.success) return err(invalidRequest(webhook.error))
  const parsed = parseProof(webhook.data.proof)
  if (!parsed.ok) return parsed
  const issuer = checkIssuer(parsed.value, receiver, caller.ocid)
  if (!issuer.ok) return issuer
  const signed = { proof: parsed.value, signature: webhook.data.signature }
  const signature = checkSignature(network, signed, caller.publicKey)
  return signature.ok ? ok(signed) : signature
}

function checkIssuer(proof: Proof, receiver: Party, senderOcid: number): Result<true, ProtocolError> {
  const accepted = checkProofIssuer(proof, receiver.accepts)
  if (!accepted.ok || proof.issuer === senderOcid) return accepted
  return err(protocolError('INVALID_PROOF', { message: 'A proof is taken from its issuer only' }))
}

/**
 * Whether a proof was signed with its issuer's present key, or with one that it was seen with earlier: a proof that was
 * held up may be older than its issuer's key, and is never signed anew.
 */
export function checkSignature(
  { crypto, keys }: Network,
  { proof, signature }: SignedProof,
  presentKey: PublicKey,
): Result<true, ProtocolError> {
  const first = checkProofSignature(proof, signature, presentKey, crypto)
  if (first.ok) return first
  const isEarlier = keys.of(proof.issuer).some((key) => checkProofSignature(proof, signature, key, crypto).ok)
  return isEarlier ? ok(true) : first
}
