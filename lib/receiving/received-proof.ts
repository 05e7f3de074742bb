import type { Money } from '@/lib/money/money'
import type { Proof } from '@/lib/opencharge/proof'

/** A proof of somebody else that passed every check that needs no memory. */
export interface ReceivedProof {
  readonly proof: Proof
  /** Exactly what was signed. */
  readonly proofText: string
  readonly signature: string
  /** The issuer's key that it verified with. */
  readonly publicKey: string
  readonly money: Money
}
