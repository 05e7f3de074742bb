import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok } from '@/lib/opencharge/result'
import { approveRefund, type JudgeRefusal } from '@/lib/refunds/judge-refund'
import { actor } from './actor'
import { defineCommand, refuse } from './command'
import { refundDocument, refundSentence } from './refund-text'
import { signingGateway } from './signing-gateway'

export const refundApprove = defineCommand({
  syntax: 'approve <id>',
  summary: 'agree to a refund that waits for a second operator: the money goes back',
  details: 'Whoever asked for it cannot agree to it as well. Nothing takes it back; the audit log names you.',
  examples: ['refund approve rfd_b3Qx…'],
  run: async (session, _, [id = '']) => {
    const us = await signingGateway(session)
    if (!us.ok) return refuse(us.error)
    const approved = await inTransaction(async (tx) => {
      const operator = actor()
      const outcome = await approveRefund(tx, us.value, id, operator)
      if (!outcome.ok) return outcome
      const details = `${outcome.value.paymentId}, asked for by ${outcome.value.requestedBy}: ${outcome.value.status}`
      await recordAudit(tx, { actor: operator, action: 'refund.approve', subject: id, details })
      return outcome
    })
    if (!approved.ok) return refuse(judgeSentence(approved.error, id))
    const { CURRENCIES } = us.value.env
    const refund = approved.value
    const lines = [refundSentence(refund, CURRENCIES)]
    return ok({ json: refundDocument(refund, CURRENCIES), lines, foundFault: refund.status === 'FAILED' })
  },
})

/** Why somebody cannot say yes or no to a refund. */
export function judgeSentence(refusal: JudgeRefusal, id: string): string {
  switch (refusal.code) {
    case 'NOT_FOUND':
      return `There is no refund ${id}. "refund list --status AWAITING_APPROVAL" shows those that wait.`
    case 'NOT_WAITING':
      return `${id} is ${refusal.refund.status}: it does not wait for anybody. Nothing was done.`
    case 'SAME_PERSON':
      return `${refusal.requestedBy} asked for ${id}: another operator must approve or reject it. No money moved.`
    default:
      return refusal satisfies never
  }
}
