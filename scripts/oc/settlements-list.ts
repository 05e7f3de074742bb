import { Option } from 'commander'
import type { CurrencyTable } from '@/lib/money/currency'
import { ok } from '@/lib/opencharge/result'
import type { SettlementState } from '@/lib/settlement/live-settlement-store'
import { type ListedSettlement, listSettlements } from '@/lib/settlement/settlement-log-store'
import { defineCommand } from './command'
import { moneyJson, moneyText } from './money-text'
import { limitValue } from './option-values'
import { peerText } from './settlement-text'
import { momentText, textTable } from './text-table'

const states: Readonly<Record<SettlementState, true>> = {
  ACTIVE: true,
  SETTLED: true,
  ABANDONED: true,
  NEEDS_OPERATOR: true,
  GIVEN_UP: true,
}
const live: readonly SettlementState[] = ['ACTIVE', 'NEEDS_OPERATOR']

interface Options {
  readonly state?: SettlementState
  readonly limit: number
}

export const settlementsList = defineCommand<Options>({
  syntax: 'list',
  summary: 'list settlements through other gateways, the newest first',
  details:
    'Without --state those that hold money now. ACTIVE: gone on with by itself. NEEDS_OPERATOR: three days without an answer that settles it. SETTLED, ABANDONED (another way was tried, or the payment ended), GIVEN_UP (by an operator): over.',
  examples: ['settlements list', 'settlements list --state NEEDS_OPERATOR', 'settlements list --json'],
  shape: (command) =>
    command
      .addOption(new Option('--state <state>', 'only these').choices(Object.keys(states)))
      .option('--limit <number>', 'at most this many', limitValue, 50),
  run: async (session, { state, limit }) => {
    const { CURRENCIES } = await session.database()
    const found = await listSettlements(state ? [state] : live, limit + 1)
    const settlements = found.slice(0, limit)
    const hasMore = found.length > limit
    const header = ['ID', 'STATE', 'AMOUNT', 'PAYER', 'SINCE', 'WAITS FOR', 'CALLS', 'NEXT CALL', 'LAST FAILURE']
    const none = state ? `There is no ${state} settlement.` : 'No settlement is under way.'
    const rows = settlements.map((one) => settlementRow(one, CURRENCIES))
    const lines = rows.length > 0 ? textTable(header, rows) : [none]
    if (hasMore) lines.push('There are more: --limit shows them.')
    return ok({ json: { settlements: settlements.map((one) => settlementJson(one, CURRENCIES)), hasMore }, lines })
  },
})

function settlementRow(settlement: ListedSettlement, currencies: CurrencyTable): string[] {
  const { id, state, amountMinor, currency, email, createdAt, step } = settlement
  return [
    id,
    state,
    moneyText(amountMinor, currency, currencies),
    email ?? '-',
    momentText(createdAt),
    step ? `${step.kind} at ${step.peerOcid}` : '-',
    step ? String(step.attemptCount) : '-',
    momentText(step?.nextAttemptAt),
    peerText(step?.lastFailure ?? null, 60),
  ]
}

const settlementJson = ({ amountMinor, currency, ...shown }: ListedSettlement, currencies: CurrencyTable) => ({
  ...shown,
  ...moneyJson(amountMinor, currency, currencies),
})
