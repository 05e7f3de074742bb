import { randomBytes } from 'node:crypto'
import type { Gateway } from '@/lib/gateway/gateway'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { signObject } from '@/lib/opencharge/signed-object'

/** What a proof of ours states: that `amount` was credited to `to`. */
export interface ProofTerms {
  readonly paymentId: string
  readonly to: { readonly ocid: number; readonly reference: string }
  readonly amount: string
  readonly currency: string
  readonly memo: string
  readonly timestampEpochSeconds: number
}

/** A proof with its signature, in the form that is stored and the form that travels. */
export interface IssuedProof {
  readonly txid: string
  readonly proofText: string
  readonly signature: string
  readonly publicKey: string
  /** `{proof, signature}` as every webhook carries it. */
  readonly envelope: string
}

/** Signs a new proof. It is signed once: from then on it is only handed out as it stands. */
export function issueProof(us: Pick<Gateway, 'ocid' | 'signer'>, terms: ProofTerms): IssuedProof {
  const { paymentId, to, amount, currency, memo, timestampEpochSeconds } = terms
  const txid = `tx_${randomBytes(16).toString('hex')}`
  const from = { ocid: us.ocid, reference: paymentId }
  const proof: JsonObject = {
    txid,
    issuer: us.ocid,
    from,
    to: { ...to },
    amount,
    currency,
    timestamp: timestampEpochSeconds,
    memo,
  }
  const signature = signObject(proof, us.signer)
  const proofText = canonicalJson(proof)
  const publicKey = us.signer.publicKey.hex
  return {
    txid,
    proofText,
    signature,
    publicKey,
    envelope: `{"proof":${proofText},"signature":${JSON.stringify(signature)}}`,
  }
}
