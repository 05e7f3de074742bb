import type { SignedProof } from '@/devnet/network/signed-proof'

/** The proofs that a party took, by issuer and txid. */
export interface ProofBook {
  add(signed: SignedProof): void
  find(issuer: number, txid: string): SignedProof | undefined
  all(): readonly SignedProof[]
}

export function createProofBook(): ProofBook {
  const byIssuerAndTxid = new Map<string, SignedProof>()
  const keyOf = (issuer: number, txid: string) => `${issuer} ${txid}`
  return {
    add: (signed) => byIssuerAndTxid.set(keyOf(signed.proof.issuer, signed.proof.txid), signed),
    find: (issuer, txid) => byIssuerAndTxid.get(keyOf(issuer, txid)),
    all: () => [...byIssuerAndTxid.values()],
  }
}
