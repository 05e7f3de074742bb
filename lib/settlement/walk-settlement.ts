import { randomUUID } from 'node:crypto'
import { findCheckout, type StoredCheckout } from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { log } from '@/lib/log/log'
import type { Order } from '@/lib/opencharge/order'
import { nextAttemptAt } from '@/lib/webhooks/delivery-schedule'
import { decideStep } from './decide-step'
import { handToOperator } from './end-settlement-store'
import { finishStep } from './finish-step'
import {
  claimSettlement,
  findSettlement,
  lockSettlement,
  releaseSettlement,
  type Settlement,
  type SettlementStep,
} from './live-settlement-store'
import { stepRequest } from './outside-steps'
import { makeStepDue, markCalled, recordCreated, recordUnknown } from './step-store'
import { takeVerifiedProof } from './take-late-proof'
import { type StepOutcome, stepContext, stepResults, takeStep, tooLate } from './take-step'
import { tryAnotherWay } from './try-another-way'

/** Where a walk stopped. `lost`: another process has this settlement, or it has ended meanwhile. */
export type WalkEnd = 'settled' | 'waiting' | 'abandoned' | 'lost' | 'out_of_time'

/** `lost`: the step is not as it was when the call was made. A look at the settlement says what to do then. */
type Advance = 'next' | WalkEnd | { readonly settlementId: string }

export const newLeaseOwner = () => randomUUID()

/**
 * Goes on with a settlement from its recorded step, until it is settled, has to wait, `untilMs` is past, or the next step
 * is with a peer that is to be avoided. Any process can do this at any time: one at a time has the lease, and every call is
 * recorded before it is made.
 */
export async function walkSettlement(
  us: Gateway,
  settlementId: string,
  owner: string,
  untilMs: number,
  isAvoided: (peerOcid: number) => Promise<boolean> = async () => false,
): Promise<WalkEnd> {
  let id = settlementId
  for (;;) {
    if (!(await claimSettlement(id, owner))) return 'lost'
    const settlement = await findSettlement(id)
    // A proof that came by webhook can have ended it in this moment.
    if (settlement?.state !== 'ACTIVE') return 'lost'
    const step = settlement.steps.find(({ state }) => state !== 'DONE')
    if (!step) throw new Error(`settlement ${id} is active and has nothing left to do`)
    if (Date.now() >= untilMs || (await isAvoided(step.peerOcid))) return leaveForLater(settlement, step, owner)
    const end = await advance(us, settlement, step, owner)
    if (end === 'next' || end === 'lost') continue
    if (typeof end === 'string') return end
    id = end.settlementId
  }
}

/**
 * Leaves the way of a settlement that stands before a step with this peer of which no call was ever made, as if the peer could
 * not be reached, and goes on with the next way. `lost` too when it stands elsewhere by now, or there is such a call.
 */
export async function leaveUncalled(
  us: Gateway,
  settlementId: string,
  owner: string,
  untilMs: number,
  isAvoided: (peerOcid: number) => Promise<boolean>,
  silent: { readonly ocid: number; readonly failure: string },
): Promise<WalkEnd> {
  if (!(await claimSettlement(settlementId, owner))) return 'lost'
  const settlement = await findSettlement(settlementId)
  if (settlement?.state !== 'ACTIVE') return 'lost'
  const step = settlement.steps.find(({ state }) => state !== 'DONE')
  if (!step || step.peerOcid !== silent.ocid || step.attemptCount > 0 || step.kind === 'PAYMENT_SETTLE') {
    await releaseSettlement(settlementId, owner)
    return 'lost'
  }
  const { failure } = silent
  const end = await advance(us, settlement, step, owner, tooLate(settlement, step) ?? { kind: 'unreached', failure })
  if (typeof end !== 'string') return walkSettlement(us, end.settlementId, owner, untilMs, isAvoided)
  return end === 'next' ? 'lost' : end
}

async function advance(
  us: Gateway,
  settlement: Settlement,
  step: SettlementStep,
  owner: string,
  late = tooLate(settlement, step),
): Promise<Advance> {
  const checkout = await findCheckout(settlement.sessionId)
  if (!checkout) throw new Error(`settlement ${settlement.id} has lost its checkout`)
  const order = storedOrder(checkout.orderText)
  const context = stepContext(us, checkout, order)
  const planned = stepRequest(step, context.terms, stepResults(settlement, step))
  // From its record on a call counts as made, also if this process stands still before it leaves.
  const request = { path: planned.path, body: step.body ?? planned.body, madeAtMs: Date.now() }
  const isSent = late?.kind !== 'unreached'
  const attemptCount = await inTransaction((tx) =>
    markCalled(tx, settlement, step, owner, { body: request.body, isSent }),
  )
  if (attemptCount === undefined) return 'lost'
  const outcome = await takeStep(us, settlement, step, request, context, late)
  logStep(settlement, step, attemptCount, outcome)
  if (outcome.kind === 'created') {
    await inTransaction((tx) => recordCreated(tx, settlement, step, outcome))
    return 'next'
  }
  if (outcome.kind !== 'proven')
    return afterNoResult(us, { settlement, step, attemptCount, owner, outcome, checkout, order })
  const finished = await finishStep(settlement, step, outcome.verified)
  // The settlement may have ended during a slow call: what the call brought is kept, as if it had come by webhook.
  if (finished === 'lost') await takeVerifiedProof(settlement, step, checkout, outcome.verified)
  if (finished !== 'txid_reused') return finished
  const failure = 'its proof does not hold: it has used this txid before for something else'
  return wait(settlement, step, { attemptCount, owner, failure, lastUnknownAtMs: Date.now(), peerTxid: null })
}

interface NoResult {
  readonly settlement: Settlement
  readonly step: SettlementStep
  readonly attemptCount: number
  readonly owner: string
  readonly outcome: Exclude<StepOutcome, { kind: 'created' | 'proven' }>
  readonly checkout: StoredCheckout
  readonly order: Order
}

async function afterNoResult(us: Gateway, what: NoResult): Promise<Advance> {
  const { settlement, step, attemptCount, owner, outcome } = what
  const calledAtMs = Date.now()
  const fate = decideStep({ ...step, attemptCount }, outcome, calledAtMs)
  if (fate.kind === 'abandon') {
    const blamedOcid = (outcome.kind === 'unreached' ? outcome.blamedOcid : undefined) ?? step.peerOcid
    return tryAnotherWay(us, { ...what, cause: fate.cause, failure: outcome.failure, blamedOcid })
  }
  if (step.kind === 'PAYMENT_CREATE') return 'next'
  // A call that was refused, or never sent, leaves open what was open before, and nothing more.
  const lastUnknownAtMs = outcome.kind === 'unknown' ? calledAtMs : step.lastUnknownAtMs
  const peerTxid = outcome.kind === 'unknown' ? (outcome.peerTxid ?? null) : null
  return wait(settlement, step, { attemptCount, owner, failure: outcome.failure, lastUnknownAtMs, peerTxid })
}

interface Waiting {
  readonly attemptCount: number
  readonly owner: string
  readonly failure: string
  readonly lastUnknownAtMs: number | null
  readonly peerTxid: string | null
}

async function wait(settlement: Settlement, step: SettlementStep, waiting: Waiting): Promise<'waiting' | 'lost'> {
  const at = nextAttemptAt(waiting.attemptCount, settlement.patientSinceMs, Date.now(), Math.random())
  return inTransaction(async (tx) => {
    const current = await lockSettlement(tx, settlement.id)
    // Whoever has the lease by now writes down what becomes of its own call: ours is the older one.
    if (current?.state !== 'ACTIVE' || current.leaseOwner !== waiting.owner) return 'lost'
    const nextAttempt = new Date(at ?? Date.now())
    await recordUnknown(tx, settlement, step, waiting.owner, { ...waiting, nextAttemptAt: nextAttempt })
    if (at === undefined)
      await handToOperator(tx, settlement, `three days without an answer that settles it: ${waiting.failure}`)
    return 'waiting'
  })
}

async function leaveForLater(settlement: Settlement, step: SettlementStep, owner: string): Promise<'out_of_time'> {
  await releaseSettlement(settlement.id, owner)
  await inTransaction((tx) => makeStepDue(tx, settlement, step))
  return 'out_of_time'
}

function logStep(settlement: Settlement, step: SettlementStep, attemptCount: number, outcome: StepOutcome): void {
  const { id: settlementId, paymentId } = settlement
  const { kind, peerOcid, reference } = step
  const failure = 'failure' in outcome ? outcome.failure : undefined
  const shown = {
    settlementId,
    paymentId,
    step: kind,
    peerOcid,
    reference,
    attemptCount,
    outcome: outcome.kind,
    failure,
  }
  log()[failure === undefined ? 'info' : 'warn'](shown, 'settlement step')
}
