import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Signer } from '@/lib/opencharge/signer'

/** A proof with its signature, in the form that is stored and the form that travels. */
export interface SignedProof {
  readonly txid: string
  readonly proofText: string
  readonly signature: string
  readonly publicKey: string
  /** `{proof, signature}` as every webhook carries it. */
  readonly envelope: string
}

/** Signs a new proof (protocol section 4). It is signed once: from then on it is only handed out as it stands. */
export function signProof(proof: JsonObject & { readonly txid: string }, signer: Signer): SignedProof {
  const proofText = canonicalJson(proof)
  const signature = signer.sign(proofText)
  const envelope = `{"proof":${proofText},"signature":${JSON.stringify(signature)}}`
  return { txid: proof.txid, proofText, signature, publicKey: signer.publicKey.hex, envelope }
}
