import { z } from 'zod'
import { type Proof, ProofSchema, parseProof } from '@/lib/opencharge/proof'
import { signObject } from '@/lib/opencharge/signed-object'
import type { Signer } from '@/lib/opencharge/signer'

/** A proof with its issuer's signature, as it came. */
export interface SignedProof {
  readonly proof: Proof
  readonly signature: string
}

/** A signed proof in a journal. */
export const SignedProofSchema = z.object({ proof: ProofSchema, signature: z.string() })

/** Signs a proof of one's own making; one that has not the shape of a proof is a bug. */
export function signProof(content: unknown, signer: Signer): SignedProof {
  const proof = parseProof(content)
  if (!proof.ok) throw new Error(proof.error.message)
  return { proof: proof.value, signature: signObject(proof.value, signer) }
}
