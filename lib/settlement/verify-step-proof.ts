import type { Gateway } from '@/lib/gateway/gateway'
import { listKeysNear } from '@/lib/gateway/key-sighting-store'
import { knownCurrency } from '@/lib/money/known-currency'
import type { ProtocolError } from '@/lib/opencharge/errors'
import { protocolError } from '@/lib/opencharge/errors'
import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'
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

const MOST_OLD_KEYS = 20

/** When a proof says that it was made: however often its issuer has gone on to another key since, that of then is near. */
function momentOf(proof: unknown): number {
  const timestamp: unknown = typeof proof === 'object' && proof !== null ? Reflect.get(proof, 'timestamp') : undefined
  return typeof timestamp === 'number' ? timestamp : Date.now() / 1000
}

/**
 * Everything of protocol section 4 that needs no memory. A proof is never signed anew, so one of yesterday may be older
 * than its issuer's key: keys that we saw the issuer with count too, for proofs that the issuer itself hands out.
 */
export async function verifyStepProof(
  us: Gateway,
  issuer: Peer,
  claim: { readonly proof: unknown; readonly signature: unknown },
  expected: ExpectedStepProof,
): Promise<Result<VerifiedProof, ProtocolError>> {
  let refusal: ProtocolError | undefined
  for await (const key of keysOf(us, issuer, momentOf(claim.proof))) {
    const verified = verifyUnder(us, issuer.ocid, key, claim, expected)
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

/** The issuer's key as we know it, as its metadata shows it now, and those that it had before. */
async function* keysOf(us: Gateway, issuer: Peer, epochSeconds: number): AsyncGenerator<PublicKey> {
  yield issuer.publicKey
  const tried = new Set([issuer.publicKey.hex])
  const current = await us.registry.refresh(issuer.ocid)
  if (current.ok && !tried.has(current.value.publicKey.hex)) yield current.value.publicKey
  for (const publicKey of await listKeysNear(issuer.ocid, epochSeconds, MOST_OLD_KEYS)) {
    const key = parsePublicKey(publicKey)
    if (key.ok && !tried.has(key.value.hex)) yield key.value
  }
}
