import { stringify } from 'csv-stringify/sync'
import { formatAmount } from '@/lib/money/money'
import { displayText } from '@/lib/opencharge/display-text'
import type { Days, Statement, StatementLine } from '@/lib/partners/statement'

const columns = [
  'account',
  'currency',
  'time',
  'entry',
  'amount',
  'balance',
  'payment',
  'txid',
  'reference',
  'transfer',
] as const

type Row = Readonly<Partial<Record<(typeof columns)[number], string | bigint | null>>>

const MOST_CHARACTERS = 300

export const statementHeader: string = columns.join(',')

/**
 * A statement as lines of CSV. Others wrote the references and txids: one that a spreadsheet would take for a formula is
 * quoted as text, and none has a line break. Amounts are numbers and stay so.
 */
export function statementCsv(statement: Statement, name: string, exponent: number, days: Days): string[] {
  const { account, openingMinor, lines, closingMinor } = statement
  const whose = { account: name, currency: account.currency }
  const rows: Row[] = [
    { ...whose, time: days.from.toISOString(), entry: 'opening balance', balance: openingMinor },
    ...lines.map((line) => ({ ...whose, ...lineRow(line) })),
    { ...whose, time: days.until.toISOString(), entry: 'closing balance', balance: closingMinor },
  ]
  const text = stringify([...rows], {
    columns: [...columns],
    cast: { bigint: (minor) => formatAmount(minor, exponent) },
    escape_formulas: true,
    record_delimiter: '\n',
  })
  return text.trimEnd().split('\n')
}

const lineRow = (line: StatementLine): Row => ({
  time: line.at.toISOString(),
  entry: line.reason.toLowerCase().replaceAll('_', ' '),
  amount: line.amountMinor,
  balance: line.balanceMinor,
  payment: line.paymentId,
  txid: line.txid === null ? null : displayText(line.txid, MOST_CHARACTERS),
  reference: line.reference === null ? null : displayText(line.reference, MOST_CHARACTERS),
  transfer: String(line.transferId),
})
