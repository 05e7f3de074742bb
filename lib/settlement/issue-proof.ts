import { randomBytes } from 'node:crypto'
import type { Gateway } from '@/lib/gateway/gateway'
import { type SignedProof, signProof } from '@/lib/opencharge/sign-proof'

/** What a proof of ours states: that `amount` was credited to `to`. */
export interface ProofTerms {
  readonly paymentId: string
  readonly to: { readonly ocid: number; readonly reference: string }
  readonly amount: string
  readonly currency: string
  readonly memo: string
  readonly timestampEpochSeconds: number
}

/** Signs a new proof. It is signed once: from then on it is only handed out as it stands. */
export function issueProof(us: Pick<Gateway, 'ocid' | 'signer'>, stated: ProofTerms): SignedProof {
  const { paymentId, to, amount, currency, memo, timestampEpochSeconds } = stated
  const txid = `tx_${randomBytes(16).toString('hex')}`
  const from = { ocid: us.ocid, reference: paymentId }
  const terms = { from, to: { ...to }, amount, currency, timestamp: timestampEpochSeconds, memo }
  return signProof({ txid, issuer: us.ocid, ...terms }, us.signer)
}
