import type { Gateway } from '@/lib/gateway/gateway'
import type { ProtocolError } from '@/lib/opencharge/errors'
import { checkProofIssuer, type Proof } from '@/lib/opencharge/proof'
import { ok, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'

/**
 * Whether we take this issuer's proofs, or took them when we told so to the payer of a payment (`told`): that stays so,
 * whomever else we take proofs of by now, unless the operator has blocked the issuer.
 */
export async function checkPaymentIssuer(
  { env }: Gateway,
  proof: Proof,
  told: readonly number[],
): Promise<Result<true, ProtocolError>> {
  const issuer = checkProofIssuer(proof, env.ACCEPTS)
  if (issuer.ok || !told.includes(proof.issuer)) return issuer
  return (await findPartner(proof.issuer))?.blocked ? issuer : ok(true)
}
