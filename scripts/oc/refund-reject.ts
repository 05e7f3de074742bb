import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok } from '@/lib/opencharge/result'
import { rejectRefund } from '@/lib/refunds/judge-refund'
import { actor } from './actor'
import { defineCommand, refuse } from './command'
import { reasonValue } from './option-values'
import { judgeSentence } from './refund-approve'
import { refundDocument, refundSentence } from './refund-text'

interface Options {
  readonly reason: string
}

export const refundReject = defineCommand<Options>({
  syntax: 'reject <id>',
  summary: 'say no to a refund that waits for a second operator: no money moves',
  details: 'Whoever asked for it cannot reject it as well. The audit log names you with the reason.',
  examples: ['refund reject rfd_b3Qx… --reason "the parcel arrived after all"'],
  shape: (command) => command.requiredOption('--reason <text>', 'why, for whoever reads the audit log', reasonValue),
  run: async (session, { reason }, [id = '']) => {
    const { CURRENCIES } = await session.database()
    const rejected = await inTransaction(async (tx) => {
      const operator = actor()
      const outcome = await rejectRefund(tx, id, operator)
      if (!outcome.ok) return outcome
      const details = `${outcome.value.paymentId}, asked for by ${outcome.value.requestedBy}: ${reason}`
      await recordAudit(tx, { actor: operator, action: 'refund.reject', subject: id, details })
      return outcome
    })
    if (!rejected.ok) return refuse(judgeSentence(rejected.error, id))
    const json = refundDocument(rejected.value, CURRENCIES)
    return ok({ json, lines: [refundSentence(rejected.value, CURRENCIES)] })
  },
})
