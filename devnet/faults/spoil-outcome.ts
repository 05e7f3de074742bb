import type { FaultyEndpoint } from '@/devnet/faults/answer-with-faults'
import { proofModes } from '@/devnet/faults/fault-modes'
import { spoilProof, wrongMoney } from '@/devnet/faults/spoil-proof'
import type { Outcome } from '@/devnet/network/party-endpoint'
import { type SignedProof, SignedProofSchema } from '@/devnet/network/signed-proof'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { ok } from '@/lib/opencharge/result'

/** Spoils what an answer says: its proof, or the money of an answer that has no proof. */
export function spoilOutcome(outcome: Outcome, endpoint: FaultyEndpoint, path: string): Outcome {
  if (!outcome.ok) return outcome
  const signed = SignedProofSchema.safeParse(outcome.value)
  const { value } = outcome
  return ok(signed.success ? withOtherProof(value, signed.data, endpoint, path) : withOtherMoney(value, endpoint, path))
}

function withOtherProof(
  answer: JsonObject,
  signed: SignedProof,
  { faults, party, issued }: FaultyEndpoint,
  path: string,
): JsonObject {
  const mode = faults.take(path, proofModes)
  if (mode === undefined) return answer
  const { proof, signature } = spoilProof(mode, signed, party.signer, issued())
  return { ...answer, ...('txid' in answer && { txid: proof.txid }), proof, signature }
}

function withOtherMoney(answer: JsonObject, { faults }: FaultyEndpoint, path: string): JsonObject {
  const { amount, currency } = answer
  if (typeof amount !== 'string' || typeof currency !== 'string') return answer
  const mode = faults.take(path, ['wrong_amount', 'wrong_currency'])
  return mode ? { ...answer, ...wrongMoney[mode]({ amount, currency }) } : answer
}
