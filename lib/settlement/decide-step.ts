import { timestampWindowSeconds } from '@/lib/opencharge/request-signature'
import type { StepKind } from './outside-steps'
import type { StepAnswer } from './step-answer'

/**
 * How long a call of ours can still be carried out after it was sent: the peer takes its timestamp for that long by its
 * own clock, which may be behind ours by as much.
 */
const CALL_LIFE_MS = 2 * timestampWindowSeconds * 1000

/**
 * Refusals that a peer gives after it has looked whether it has carried out this reference. Any other, a word of its own
 * or of something that stands before it included, says nothing of an earlier call.
 */
const informedRefusals: ReadonlySet<string> = new Set([
  'ACCOUNT_NOT_FOUND',
  'INSUFFICIENT_FUNDS',
  'CURRENCY_MISMATCH',
  'SETTLEMENT_NOT_SUPPORTED',
  'MERCHANT_NOT_REGISTERED',
])

/** Refusals that will not last: the payer may try again. */
const passingRefusals: ReadonlySet<string> = new Set(['RATE_LIMITED', 'TIMESTAMP_EXPIRED', 'METADATA_UNAVAILABLE'])

/** What is to be done after a step without a valid proof: give this path up, since no money can have moved, or wait and ask again. */
export type StepFate =
  | { readonly kind: 'abandon'; readonly cause: 'refused' | 'unreached' }
  | { readonly kind: 'ask_again' }

export interface AskedStep {
  readonly kind: StepKind
  /** Calls made so far, this one included. */
  readonly attemptCount: number
  /** When an earlier call was made of which it is not known whether it moved money; null when there is none. */
  readonly lastUnknownAtMs: number | null
}

const MOST_CREATE_CALLS = 3

/**
 * **No answer is not a failure** (protocol section 6). A path is given up only while no money can have moved: before the
 * transfer, or when the transfer was refused clearly and no earlier call of it can have been, or can still be, carried out.
 */
export function decideStep(step: AskedStep, answer: Exclude<StepAnswer, { kind: 'created' }>, nowMs: number): StepFate {
  if (step.kind === 'PAYMENT_SETTLE') return { kind: 'ask_again' }
  if (step.kind === 'PAYMENT_CREATE') return afterCreate(step, answer)
  if (answer.kind !== 'refused' && answer.kind !== 'unreached') return { kind: 'ask_again' }
  if (step.lastUnknownAtMs === null) return { kind: 'abandon', cause: causeOf(answer) }
  const isOver = nowMs - step.lastUnknownAtMs > CALL_LIFE_MS
  const saysNotDone = answer.kind === 'refused' && informedRefusals.has(answer.code)
  return isOver && saysNotDone ? { kind: 'abandon', cause: 'refused' } : { kind: 'ask_again' }
}

// Asking for a payment moves nothing: a peer that stumbles is asked again at once, one that is silent is left.
function afterCreate({ attemptCount }: AskedStep, answer: Exclude<StepAnswer, { kind: 'created' }>): StepFate {
  if (answer.kind === 'refused') return { kind: 'abandon', cause: causeOf(answer) }
  const mayRecover = answer.kind === 'unknown' && !answer.isSilent && attemptCount < MOST_CREATE_CALLS
  return mayRecover ? { kind: 'ask_again' } : { kind: 'abandon', cause: 'unreached' }
}

function causeOf(answer: { readonly kind: 'unreached' } | { readonly kind: 'refused'; readonly code: string }) {
  return answer.kind === 'refused' && !passingRefusals.has(answer.code) ? 'refused' : 'unreached'
}
