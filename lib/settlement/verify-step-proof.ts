import type { Gateway } from '@/lib/gateway/gateway'
import { issuerKeys } from '@/lib/gateway/issuer-keys'
import { knownCurrency } from '@/lib/money/known-currency'
import type { ProtocolError } from '@/lib/opencharge/errors'
import { protocolError } from '@/lib/opencharge/errors'
import type { PublicKey } from '@/lib/opencharge/keys'
import { type Proof, verifyProof } from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Peer } from '@/lib/registry/registry'
import type { Recipient } from './outside-steps'

/** What a peer must have done for its proof to count as the result of a step. */
export interface ExpectedStepProof {
  readonly to: Recipient
  /** The transfer that was asked for: who paid, and under which reference. Null for a settled payment, which its payer named. */
  readonly from: Recipient | null
  readonly amountMinor: bigint
  readonly currency: string
}

/** A proof that holds, with the key under which it does. */
export interface VerifiedProof {
  readonly proof: Proof
  readonly signature: string
  readonly publicKey: PublicKey
}

/**
 * Everything of protocol section 4 that needs no memory. Former keys of the issuer count too: it is the issuer itself that
 * hands out these proofs.
 */
export async function verifyStepProof(
  us: Gateway,
  issuer: Peer,
  claim: { readonly proof: unknown; readonly signature: unknown },
  expected: ExpectedStepProof,
): Promise<Result<VerifiedProof, ProtocolError>> {
  let refusal: ProtocolError | undefined
  for await (const { publicKey } of issuerKeys(us, issuer, claim.proof)) {
    const verified = verifyUnder(us, issuer.ocid, publicKey, claim, expected)
    if (verified.ok) return verified
    refusal ??= verified.error
    if (verified.error.code !== 'PROOF_SIGNATURE_INVALID') return verified
  }
  return err(refusal ?? protocolError('PROOF_SIGNATURE_INVALID'))
}

function verifyUnder(
  us: Gateway,
  issuerOcid: number,
  issuerKey: PublicKey,
  claim: { readonly proof: unknown; readonly signature: unknown },
  { to, from, amountMinor, currency }: ExpectedStepProof,
): Result<VerifiedProof, ProtocolError> {
  const money = { amountMinor, currency: knownCurrency(us.env.CURRENCIES, currency) }
  const expected = { receiverOcid: to.ocid, reference: to.reference, money }
  const verified = verifyProof({ ...claim, accepts: [issuerOcid], issuerKey, expected }, us.crypto)
  if (!verified.ok) return verified
  const proof = verified.value
  const isOurs = from === null || (proof.from.ocid === from.ocid && proof.from.reference === from.reference)
  if (!isOurs) {
    const details = { hint: 'sender_mismatch' }
    return err(protocolError('INVALID_PROOF', { message: 'The proof is of another payment (from)', details }))
  }
  return ok({ proof, signature: String(claim.signature), publicKey: issuerKey })
}
