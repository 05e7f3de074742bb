import { checkLedger, ledgerRules } from '@/lib/ledger/check-ledger'
import { type ExtentOfBooks, readExtentOfBooks } from '@/lib/ledger/extent-of-books'
import { ok } from '@/lib/opencharge/result'
import { defineCommand } from './command'
import { countText } from './count-text'
import { momentText } from './text-table'

export const ledgerCheck = defineCommand({
  syntax: 'check',
  summary: 'prove the books, or show which rule is broken where',
  details: 'Safe to run while payments go on. Exit code 1 when a rule is broken.',
  examples: ['ledger check', 'ledger check --json'],
  run: async (session) => {
    await session.database()
    const faults = new Map((await checkLedger()).map(({ rule, examples }) => [rule, examples]))
    const rules = ledgerRules.map((rule) => ({ rule, holds: !faults.has(rule), examples: faults.get(rule) ?? [] }))
    const lines = rules.flatMap(({ rule, holds, examples }) => [
      `${holds ? 'ok   ' : 'FAULT'}  ${rule}`,
      ...examples.map((example) => `         ${example}`),
    ])
    const extent = await readExtentOfBooks()
    lines.push('', faults.size === 0 ? 'The books hold.' : brokenSentence(faults.size), extentSentence(extent))
    return ok({ json: { holds: faults.size === 0, ...extent, rules }, lines, foundFault: faults.size > 0 })
  },
})

const extentSentence = ({ transferCount, last }: ExtentOfBooks) =>
  last
    ? `They have ${countText(Number(transferCount), 'transfer')}, the last one ${last.id} of ${momentText(last.at)}.`
    : 'They have not one transfer: is this the database that was meant?'

const brokenSentence = (count: number) =>
  `${count === 1 ? 'A rule is' : `${count} rules are`} broken. Stop the gateway, keep a copy of the database as it is, and find out how before you go on.`
