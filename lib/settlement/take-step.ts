import type { StoredCheckout } from '@/lib/checkout/payment-store'
import { callPeer, type PeerAnswer } from '@/lib/gateway/call-peer'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Order } from '@/lib/opencharge/order'
import type { Result } from '@/lib/opencharge/result'
import { notePeerAnswer, notePeerFailure, restOf } from '@/lib/providers/peer-health-store'
import type { FetchRefusal } from '@/lib/registry/fetch-refusal'
import type { Peer } from '@/lib/registry/registry'
import type { Settlement, SettlementStep } from './live-settlement-store'
import { recipientOf, type SettlementTerms, type StepRequest, type StepResults } from './outside-steps'
import { readStepAnswer, type StepAnswer } from './step-answer'
import { type ExpectedStepProof, type VerifiedProof, verifyStepProof } from './verify-step-proof'

/** What came of one call: a result that holds, or an answer that has none. */
export type StepOutcome =
  | { readonly kind: 'created'; readonly peerTxid: string; readonly expiresAtEpochSeconds: number | undefined }
  | { readonly kind: 'proven'; readonly verified: VerifiedProof }
  | Exclude<StepAnswer, { kind: 'created' | 'claimed' }>

/** What the whole settlement is about. */
export interface StepContext {
  readonly terms: SettlementTerms
  readonly amountMinor: bigint
}

export function stepContext(us: Gateway, checkout: StoredCheckout, order: Order): StepContext {
  const { merchantOcid, currency, amountMinor } = checkout
  const parties = { ourOcid: us.ocid, merchantOcid, orderId: order.id }
  return { terms: { ...parties, amount: order.amount, currency }, amountMinor }
}

/** Makes the call of a step, which has been recorded, and says what came of it. Nothing is written here but the peer's health. */
export async function takeStep(
  us: Gateway,
  settlement: Settlement,
  step: SettlementStep,
  request: StepRequest & { readonly madeAtMs: number },
  context: StepContext,
  late: Lateness | undefined,
): Promise<StepOutcome> {
  if (late?.kind === 'unreached') return late
  const peer = await us.registry.peer(step.peerOcid)
  if (!peer.ok) {
    const failure = `${peer.error.code}: ${peer.error.message}`
    // That we are too busy to look it up says nothing of the peer.
    if (peer.error.code !== 'SERVICE_UNAVAILABLE') await notePeerFailure(step.peerOcid, failure)
    return { kind: 'unreached', failure }
  }
  const expected = expectedProof(settlement, step, context)
  const found = step.attemptCount > 0 && (await askForResult(us, peer.value, settlement, step, context))
  if (typeof found === 'object') return found
  const receipt = late && (await receiptOf(us, settlement, step, context))
  if (late && receipt !== 'proven') return late
  const answer = await callPeer(us, peer.value, { method: 'POST', ...request, idempotencyKey: step.reference })
  await noteHealth(step.peerOcid, answer)
  const read = readStepAnswer(step.kind, context.terms, answer)
  const outcome = await judge(us, peer.value, settlement, step, read, expected)
  const mayBeRepeat = step.kind === 'TRANSFER_CREATE' && step.attemptCount > 0
  if (outcome.kind !== 'refused' || !mayBeRepeat) return outcome
  return weighRefusal(outcome, receipt ?? (await receiptOf(us, settlement, step, context)))
}

/** It may look at what we have there before it looks whether it has done this already: whoever it pays would know. */
function weighRefusal(refusal: Extract<StepOutcome, { kind: 'refused' }>, receipt: Receipt): StepOutcome {
  if (receipt === 'none') return refusal
  const word = receipt === 'proven' ? 'proves that it was paid' : 'could not be asked whether it was paid'
  return { kind: 'unknown', failure: `${refusal.failure}; but whoever it pays ${word}`, isSilent: false }
}

// A transfer takes a moment, and the proof of it must still be in time.
const LEAST_TIME_MS = 30_000

type Lateness = Extract<StepOutcome, { kind: 'unreached' | 'unknown' }>

/**
 * What one of the peers waited for and does not any more is not paid: the money would lie there. `unreached`: nor was it
 * ever, so that no call is to be put on record.
 */
export function tooLate({ steps }: Settlement, step: SettlementStep): Lateness | undefined {
  if (step.kind !== 'TRANSFER_CREATE') return undefined
  const expiry = ({ peerExpiresAtMs }: SettlementStep) => peerExpiresAtMs ?? Number.POSITIVE_INFINITY
  const [expired] = steps.toSorted((one, other) => expiry(one) - expiry(other))
  if (!expired || expiry(expired) >= Date.now() + LEAST_TIME_MS) return undefined
  const failure = `OCID ${expired.peerOcid} does not wait for this payment any more`
  if (step.attemptCount === 0) return { kind: 'unreached', failure, blamedOcid: expired.peerOcid }
  return { kind: 'unknown', failure: `${failure}; an earlier call may have been carried out`, isSilent: false }
}

/** `none`: whoever it pays has no proof of it, or there is nobody in between who would have one. */
type Receipt = 'proven' | 'none' | 'unasked'

/**
 * Whether whoever waited for this transfer proves that it got it: then the call whose answer was lost was carried out, and
 * a repeat moves nothing and brings its proof.
 */
async function receiptOf(
  us: Gateway,
  settlement: Settlement,
  { hop }: SettlementStep,
  context: StepContext,
): Promise<Receipt> {
  const settle = settlement.steps.find((step) => step.kind === 'PAYMENT_SETTLE' && step.hop === hop - 1)
  if (!settle) return 'none'
  // It is not its own turn: silence of the one shall not keep waiting what is due with the other.
  if (await restOf(settle.peerOcid)) return 'unasked'
  const receiver = await us.registry.peer(settle.peerOcid)
  if (!receiver.ok) return 'unasked'
  const found = await askForResult(us, receiver.value, settlement, settle, context)
  if (typeof found === 'object') return found.kind === 'proven' ? 'proven' : 'none'
  if (found === 'silent') await notePeerFailure(settle.peerOcid, 'no answer to what became of a transfer')
  return found === 'none' ? 'none' : 'unasked'
}

async function noteHealth(ocid: number, answer: Result<PeerAnswer, FetchRefusal>): Promise<void> {
  if (answer.ok) await notePeerAnswer(ocid)
  else await notePeerFailure(ocid, `${answer.error.code}: ${answer.error.reason}`)
}

/**
 * Of a call that may have moved money and named its transaction, the peer is asked what became of it before it is repeated.
 * `none`: it says that it has no result, or not yet. `no_word`: it says nothing of it, or nothing that can be believed.
 */
async function askForResult(
  us: Gateway,
  peer: Peer,
  settlement: Settlement,
  step: SettlementStep,
  context: StepContext,
): Promise<StepOutcome | 'none' | 'no_word' | 'silent'> {
  if (step.kind === 'PAYMENT_CREATE') return 'no_word'
  const txid = step.peerTxid ?? (step.kind === 'PAYMENT_SETTLE' ? peerTxidsOf(settlement)[step.hop] : undefined)
  if (txid === undefined) return 'no_word'
  const answer = await callPeer(us, peer, { method: 'GET', path: `/verify/${encodeURIComponent(txid)}` })
  if (!answer.ok) return 'silent'
  const expected = expectedProof(settlement, step, context)
  const read = readStepAnswer(step.kind, context.terms, answer)
  const outcome = await judge(us, peer, settlement, step, read, expected)
  // A peer that is at it would refuse a repeat for reasons of its own, and that must not count for the first call.
  const isUnderWay = step.kind === 'TRANSFER_CREATE' && outcome.kind === 'unknown' && outcome.isUnderWay
  if (outcome.kind !== 'proven' && !isUnderWay) return hasNoResult(read) ? 'none' : 'no_word'
  await notePeerAnswer(peer.ocid)
  return outcome
}

const unknownThere: ReadonlySet<string> = new Set(['TXID_NOT_FOUND', 'PAYMENT_NOT_FOUND'])

function hasNoResult(answer: StepAnswer): boolean {
  if (answer.kind === 'refused') return unknownThere.has(answer.code)
  return answer.kind === 'unknown' && answer.isUnderWay !== undefined
}

async function judge(
  us: Gateway,
  peer: Peer,
  settlement: Settlement,
  step: SettlementStep,
  answer: StepAnswer,
  expected: ExpectedStepProof | undefined,
): Promise<StepOutcome> {
  if (answer.kind === 'created') return judgeCreated(settlement, step, answer)
  if (answer.kind !== 'claimed') return answer
  if (!expected) return { kind: 'refused', code: 'UNREADABLE', failure: 'it gave a proof before it was paid' }
  const verified = await verifyStepProof(us, peer, answer, expected)
  if (verified.ok) return { kind: 'proven', verified: verified.value }
  const { code, message, details } = verified.error
  const hint = typeof details?.hint === 'string' ? ` (${details.hint})` : ''
  const failure = `its proof does not hold: ${code} ${message}${hint}`
  return {
    kind: 'unknown',
    failure,
    isSilent: false,
    ...(answer.peerTxid !== undefined && { peerTxid: answer.peerTxid }),
  }
}

// It would refuse the next provider's proof, and then the money would lie there.
function judgeCreated(
  { providers }: Settlement,
  { hop }: SettlementStep,
  { peerTxid, accepts, expiresAtEpochSeconds }: Extract<StepAnswer, { kind: 'created' }>,
): StepOutcome {
  const next = providers[hop + 1]
  const isAccepted = accepts === undefined || next === undefined || accepts.includes(next)
  if (isAccepted) return { kind: 'created', peerTxid, expiresAtEpochSeconds }
  return { kind: 'refused', code: 'ISSUER_NOT_ACCEPTED', failure: `it does not take proofs of OCID ${next} any more` }
}

/** What the peer must have done for its proof to count as this step's result; undefined for a step that ends with none. */
export function expectedProof(
  settlement: Settlement,
  step: SettlementStep,
  { terms, amountMinor }: StepContext,
): ExpectedStepProof | undefined {
  if (step.kind === 'PAYMENT_CREATE') return undefined
  const to = recipientOf(step.hop, terms, stepResults(settlement, step))
  const from = step.kind === 'TRANSFER_CREATE' ? { ocid: terms.ourOcid, reference: step.reference } : null
  return { to, from, amountMinor, currency: terms.currency }
}

/** What the steps before this one brought. */
export function stepResults(settlement: Settlement, step: SettlementStep): StepResults {
  const lastProof = settlement.steps.find(({ ordinal }) => ordinal === step.ordinal - 1)?.proof ?? undefined
  return { providers: settlement.providers, peerTxids: peerTxidsOf(settlement), lastProof }
}

const peerTxidsOf = ({ providers, steps }: Settlement): (string | undefined)[] =>
  providers.map(
    (_, hop) => steps.find((step) => step.kind === 'PAYMENT_CREATE' && step.hop === hop)?.peerTxid ?? undefined,
  )
