import type { HouseBook } from '@/devnet/house/house-book'
import type { ProofOutbox } from '@/devnet/network/proof-teller'
import type { SignedProof } from '@/devnet/network/signed-proof'

/** The proofs that their recipients have not heard of yet, by txid. */
export function houseOutbox(book: HouseBook, issuer: number): ProofOutbox {
  const letterOf = (signed: SignedProof | undefined) =>
    signed && !book.isTold(signed.proof.txid) ? { id: signed.proof.txid, signed } : undefined
  return {
    letter: (txid) => letterOf(book.issued.find(issuer, txid)),
    letters: () => book.issued.all().flatMap((signed) => letterOf(signed) ?? []),
    delivered: (txid) => book.record({ type: 'told', txid }),
  }
}
