import { stringify } from 'csv-stringify/sync'
import { formatAmount } from '@/lib/money/money'
import type { ActivityEntry } from './activity-entry'

const columns = ['id', 'time', 'kind', 'state', 'amount', 'currency', 'party', 'ocid', 'order', 'memo', 'txid'] as const

/** A number of ours, which a spreadsheet may read as one. */
class SignedAmount {
  constructor(readonly text: string) {}
}

type Row = Readonly<Record<(typeof columns)[number], string | SignedAmount | null>>

export const activityHeader = `${columns.join(',')}\n`

/**
 * Movements as lines of CSV. Others wrote names, order numbers and memos: one that a spreadsheet would take for a formula
 * is quoted as text. What left the wallet is negative.
 */
export function activityCsv(entries: readonly ActivityEntry[]): string {
  return stringify(entries.map(rowOf), {
    columns: [...columns],
    // An amount begins with a minus and is no formula.
    cast: { object: (value) => (value instanceof SignedAmount ? { value: value.text, escape_formulas: false } : '') },
    escape_formulas: true,
    record_delimiter: '\n',
  })
}

function rowOf(entry: ActivityEntry): Row {
  const { amountMinor, currency } = entry.money
  const sign = entry.isIncoming ? '' : '-'
  return {
    id: entry.id,
    time: new Date(entry.atEpochSeconds * 1000).toISOString(),
    kind: entry.kind.replace('_', ' '),
    state: entry.state,
    amount: new SignedAmount(`${sign}${formatAmount(amountMinor, currency.exponent)}`),
    currency: currency.code,
    party: withoutCells(entry.party?.name ?? entry.person),
    ocid: entry.party ? String(entry.party.ocid) : null,
    order: withoutCells(entry.orderId),
    memo: withoutCells(entry.memo),
    txid: withoutCells(entry.txid),
  }
}

/** Where a semicolon or a tab parts cells, as in many countries' spreadsheets, what stands behind one can be a formula as well. */
const withoutCells = (text: string | null): string | null =>
  text?.replace(/([;\t])(?=\s*[=+\-@＝＋－＠])/g, "$1'") ?? null
