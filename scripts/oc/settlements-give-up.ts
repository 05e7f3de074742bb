import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok } from '@/lib/opencharge/result'
import type { GiveUpRefusal } from '@/lib/settlement/decide-give-up'
import { giveUpSettlement } from '@/lib/settlement/give-up-settlement'
import { actor } from './actor'
import { defineCommand, refuse } from './command'
import { moneyJson, moneyText } from './money-text'
import { reasonValue } from './option-values'
import { noSettlement } from './settlements-show'

interface Options {
  readonly reason: string
  readonly reserveSpent?: boolean
}

export const settlementsGiveUp = defineCommand<Options>({
  syntax: 'give-up <id>',
  summary: 'end a settlement that nobody can settle: the payer has the money back',
  details:
    'For one that NEEDS_OPERATOR, or whose step is UNKNOWN. Speak with the provider first: what it does after this is not paid by the payer any more. Nothing takes this back; the audit log names you with the reason.',
  examples: [
    'settlements give-up stl_b3Qx… --reason "400 confirms by phone that nothing arrived"',
    'settlements give-up stl_b3Qx… --reserve-spent --reason "400 took it, and will not pay the merchant"',
  ],
  shape: (command) =>
    command
      .requiredOption('--reason <text>', 'why, for whoever reads the audit log', reasonValue)
      .option('--reserve-spent', 'the provider did take it from our reserve: book that as our loss'),
  run: async (session, { reason, reserveSpent: isReserveSpent = false }, [id = '']) => {
    const { CURRENCIES } = await session.database()
    const ended = await inTransaction(async (tx) => {
      const outcome = await giveUpSettlement(tx, id, { reason, isReserveSpent })
      if (!outcome.ok) return outcome
      const details = JSON.stringify({ reason, isReserveSpent, previousState: outcome.value.settlement.state })
      await recordAudit(tx, { actor: actor(), action: 'settlement.give-up', subject: id, details })
      return outcome
    })
    if (!ended.ok) return refuse(refusals[ended.error](id))
    const { settlement, checkout, providerOcid } = ended.value
    const { amountMinor, currency } = checkout
    const shown = moneyText(amountMinor, currency, CURRENCIES)
    const lost = `Our reserve at OCID ${providerOcid} is ${shown} lower in our books: suspense has that as our loss.`
    const json = {
      id,
      paymentId: settlement.paymentId,
      isReserveSpent,
      ...moneyJson(amountMinor, currency, CURRENCIES),
    }
    const lines = [`${id} is given up: the payer has ${shown} back.`, ...(isReserveSpent ? [lost] : [])]
    return ok({ json, lines })
  },
})

const refusals: Record<GiveUpRefusal, (id: string) => string> = {
  NOT_FOUND: noSettlement,
  ENDED: (id) => `${id} is over already. "settlements show ${id}" says how it ended.`,
  LEASED: (id) => `A process is going on with ${id} at this moment. Look again in some seconds.`,
  UNDER_WAY: (id) => `${id} is under way and not stuck: its outcome is not unknown. Look again in some minutes.`,
  RESERVE_SPENT: () =>
    'The provider has proven that it took the money from our reserve. Add --reserve-spent, so that our books say so as well.',
  RESERVE_UNTOUCHED: () =>
    'The provider was never asked to take anything from our reserve: leave --reserve-spent away.',
}
