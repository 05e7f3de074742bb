import type { Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { decideRefund } from './decide-refund'
import { moveRefund, type RefundingGateway, writtenRefund } from './make-refund'
import type { Refund } from './refund'
import { lockRefundable, markApproved, markFailed, readRefund } from './refund-store'

/** Why a second operator cannot say yes or no to a refund. */
export type JudgeRefusal =
  | { readonly code: 'NOT_FOUND' }
  | { readonly code: 'NOT_WAITING'; readonly refund: Refund }
  | { readonly code: 'SAME_PERSON'; readonly requestedBy: string }

/** A second operator says yes: the money goes back, or the refund fails when the payee has too little by now. */
export async function approveRefund(
  tx: Tx,
  us: RefundingGateway,
  id: string,
  operator: string,
): Promise<Result<Refund, JudgeRefusal>> {
  const waiting = await lockWaiting(tx, id, operator)
  if (!waiting.ok) return waiting
  const { payment, refund } = waiting.value
  // Its own amount is already counted among what is taken.
  const ends = decideRefund({ ...payment, takenMinor: payment.takenMinor - refund.amountMinor }, refund.amountMinor)
  if (!ends.ok) throw new Error(`the refund ${id} waits for approval and cannot be made: ${ends.error.code}`)
  await markApproved(tx, id, operator)
  await moveRefund(tx, us, payment, ends.value, refund)
  return ok(await writtenRefund(tx, id))
}

/** A second operator says no: what was asked for can be refunded again. */
export async function rejectRefund(tx: Tx, id: string, operator: string): Promise<Result<Refund, JudgeRefusal>> {
  const waiting = await lockWaiting(tx, id, operator)
  if (!waiting.ok) return waiting
  await markFailed(tx, id, 'REJECTED')
  return ok(await writtenRefund(tx, id))
}

async function lockWaiting(tx: Tx, id: string, operator: string) {
  const known = await readRefund(tx, id)
  const payment = known && (await lockRefundable(tx, known.paymentId))
  // Read again behind the lock of its payment: another operator may have been faster.
  const refund = payment && (await readRefund(tx, id))
  if (!refund) return err({ code: 'NOT_FOUND' } as const)
  if (refund.status !== 'AWAITING_APPROVAL') return err({ code: 'NOT_WAITING', refund } as const)
  if (isSamePerson(refund.requestedBy, operator)) return err({ code: 'SAME_PERSON', requestedBy: operator } as const)
  return ok({ payment, refund })
}

/** Operators are `oc:<who>@<host>`, or `oc:<who> as root@<host>`: the same name on another machine, or by sudo, is the same person. */
const isSamePerson = (one: string, other: string): boolean => nameOf(one) === nameOf(other)
const nameOf = (operator: string): string => operator.replace(/( as [^@]*)?@[^@]*$/, '')
