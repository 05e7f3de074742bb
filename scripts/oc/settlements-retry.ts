import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok } from '@/lib/opencharge/result'
import { type RetryRefusal, retrySettlement } from '@/lib/settlement/retry-settlement'
import { actor } from './actor'
import { defineCommand, refuse } from './command'
import { noSettlement } from './settlements-show'

export const settlementsRetry = defineCommand({
  syntax: 'retry <id>',
  summary: 'go on with a settlement now, with three fresh days if it had been handed to you',
  details:
    'The same call is made with the same reference, so that a provider that has done it already answers with its proof. A worker does it at once, or when one starts. The audit log names you.',
  examples: ['settlements retry stl_b3Qx…'],
  run: async (session, _, [id = '']) => {
    await session.database()
    const retried = await inTransaction(async (tx) => {
      const outcome = await retrySettlement(tx, id)
      if (!outcome.ok) return outcome
      const details = `was ${outcome.value.previousState}, ${outcome.value.step.kind} at ${outcome.value.step.peerOcid}`
      await recordAudit(tx, { actor: actor(), action: 'settlement.retry', subject: id, details })
      return outcome
    })
    if (!retried.ok) return refuse(refusals[retried.error](id))
    const { previousState, step } = retried.value
    const json = { id, previousState, state: 'ACTIVE', step: step.kind, peerOcid: step.peerOcid }
    return ok({ json, lines: [`${id} goes on now: ${step.kind} at OCID ${step.peerOcid}. It was ${previousState}.`] })
  },
})

const refusals: Record<RetryRefusal, (id: string) => string> = {
  NOT_FOUND: noSettlement,
  ENDED: (id) => `${id} is over: there is nothing to go on with. "settlements show ${id}" says how it ended.`,
}
