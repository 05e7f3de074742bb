import type { House } from '@/devnet/house/house'
import type { Payment } from '@/devnet/house/house-events'
import { bookedMoney } from '@/devnet/network/booked-money'
import type { Network } from '@/devnet/network/network'
import { checkRepeat } from '@/devnet/network/proof-desk'
import { checkSignature } from '@/devnet/network/read-signed-proof'
import type { SignedProof } from '@/devnet/network/signed-proof'
import type { ProtocolError } from '@/lib/opencharge/errors'
import { checkProofIssuer, checkProofTerms, parseProof } from '@/lib/opencharge/proof'
import { ok, type Result } from '@/lib/opencharge/result'

/**
 * All checks of a proof that is to settle a payment, in the order of protocol section 4. It may have come by webhook
 * before: then it stands under its txid for this payment, since it names it.
 */
export async function checkSettlingProof(
  { network, party, book }: House,
  payment: Payment,
  brought: { readonly proof: unknown; readonly signature: string },
): Promise<Result<SignedProof, ProtocolError>> {
  const proof = parseProof(brought.proof)
  if (!proof.ok) return proof
  const signed = { proof: proof.value, signature: brought.signature }
  const issuer = checkProofIssuer(proof.value, party.accepts)
  if (!issuer.ok) return issuer
  const signature = await checkIssuerSignature(network, signed)
  if (!signature.ok) return signature
  const expected = { receiverOcid: party.ocid, reference: payment.txid, money: bookedMoney(payment.request) }
  const terms = checkProofTerms(proof.value, expected)
  if (!terms.ok) return terms
  const repeat = checkRepeat(proof.value, { taken: book.received.find })
  return repeat.ok ? ok(signed) : repeat
}

async function checkIssuerSignature(network: Network, signed: SignedProof): Promise<Result<true, ProtocolError>> {
  const known = await network.registry.peer(signed.proof.issuer)
  if (!known.ok) return known
  const first = checkSignature(network, signed, known.value.publicKey)
  if (first.ok) return first
  // The issuer may have rotated its key since its metadata was read.
  const current = await network.registry.refresh(signed.proof.issuer)
  return current.ok ? checkSignature(network, signed, current.value.publicKey) : first
}
