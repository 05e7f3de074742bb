import type { Gateway } from '@/lib/gateway/gateway'
import { type SignedProof, signProof } from '@/lib/opencharge/sign-proof'
import { newTxid } from './new-txid'

interface ProofParty {
  readonly ocid: number
  readonly reference: string
}

interface StatedMoney {
  readonly amount: string
  readonly currency: string
  readonly timestampEpochSeconds: number
}

/** What a proof of ours states: that `amount` was credited to `to`. */
export interface ProofTerms extends StatedMoney {
  readonly paymentId: string
  readonly to: ProofParty
  readonly memo: string
}

type Issuer = Pick<Gateway, 'ocid' | 'signer'>

/** Signs a new proof. It is signed once: from then on it is only handed out as it stands. */
export function issueProof(us: Issuer, { paymentId, to, memo, ...money }: ProofTerms): SignedProof {
  return signNew(us, { from: { ocid: us.ocid, reference: paymentId }, to, memo, ...money })
}

/** What a reverse proof states: that `amount` of what `refundedTxid` moved went back from the merchant to us. */
export interface RefundTerms extends StatedMoney {
  readonly refundId: string
  readonly from: ProofParty
  readonly refundedTxid: string
}

/** Signs that money went back. Who has both proofs knows what was kept. */
export function issueRefundProof(us: Issuer, { refundId, from, refundedTxid, ...money }: RefundTerms): SignedProof {
  return signNew(us, {
    from,
    to: { ocid: us.ocid, reference: refundId },
    memo: `Refund of ${refundedTxid}`,
    ...money,
  })
}

type NewProof = StatedMoney & { readonly from: ProofParty; readonly to: ProofParty; readonly memo: string }

function signNew(us: Issuer, { from, to, amount, currency, memo, timestampEpochSeconds }: NewProof): SignedProof {
  const txid = newTxid()
  const terms = { from: { ...from }, to: { ...to }, amount, currency, timestamp: timestampEpochSeconds, memo }
  return signProof({ txid, issuer: us.ocid, ...terms }, us.signer)
}
