import { InvalidArgumentError, Option } from 'commander'
import type { AccountKind } from '@/lib/ledger/account-store'
import { type CurrencyTable, isoCurrency } from '@/lib/money/currency'
import { ok } from '@/lib/opencharge/result'
import { type Days, MOST_MOVEMENTS, readStatement, type Statement } from '@/lib/partners/statement'
import { findPartnerAccounts, type PartnerAccount } from '@/lib/partners/statement-store'
import { defineCommand, misuse, refuse } from './command'
import { moneyJson } from './money-text'
import { ocidValue } from './option-values'
import { statementCsv, statementHeader } from './statement-csv'

const accountNames: Partial<Record<AccountKind, string>> = {
  OUR_RESERVE: 'our-reserve',
  PARTNER_RESERVE: 'their-reserve',
  MERCHANT_GATEWAY: 'gateway',
  MERCHANT: 'merchant',
}

interface Options {
  readonly ocid: number
  readonly account?: string
  readonly currency?: string
  readonly from: Date
  readonly to: Date
}

const DAY_MS = 86_400_000

export const partnerStatement = defineCommand<Options>({
  syntax: 'statement',
  summary: 'print what moved between a partner and us, as CSV, to be held against its own books',
  details:
    'Each account with its opening balance, every movement with the balance after it, and its closing balance. Amounts above zero came to the owner of the account: to us for our-reserve, to the partner for the others. Days are UTC, both included.',
  examples: [
    'partner statement --ocid 400 --from 2026-11-01 --to 2026-11-30 > statement.csv',
    'partner statement --ocid 300 --account gateway --currency USD --from 2026-11-25 --to 2026-11-25',
  ],
  shape: (command) =>
    command
      .requiredOption('--ocid <number>', 'the partner', ocidValue)
      .requiredOption('--from <day>', 'the first day, like 2026-11-01', dayValue)
      .requiredOption('--to <day>', 'the last day', dayValue)
      .addOption(new Option('--account <kind>', 'only this one').choices(Object.values(accountNames)))
      .option('--currency <code>', 'only in this currency'),
  run: async (session, { ocid, account, currency, from, to }) => {
    const { CURRENCIES } = await session.database()
    if (to < from) return misuse('--to must not be before --from.')
    const days = { from, until: new Date(to.getTime() + DAY_MS) }
    const accounts = (await findPartnerAccounts(ocid)).filter(
      (one) =>
        (account === undefined || accountNames[one.kind] === account) &&
        (currency === undefined || one.currency === currency),
    )
    if (accounts.length === 0) return refuse(`There is no such account with partner ${ocid}.`)
    const unknown = accounts.find((one) => exponentOf(one, CURRENCIES) === undefined)
    if (unknown) return refuse(`How many digits ${unknown.currency} has is not known: add it to CURRENCIES.`)
    const statements: Statement[] = []
    for (const one of accounts) {
      const statement = await readStatement(one, days)
      if (!statement.ok)
        return refuse(`There are more than ${MOST_MOVEMENTS} movements in these days: ask for fewer days at a time.`)
      statements.push(statement.value)
    }
    const json = { ocid, ...days, accounts: statements.map((one) => statementJson(one, CURRENCIES)) }
    const lines = statements.flatMap((one) => csvOf(one, days, CURRENCIES))
    return ok({ json, lines: [statementHeader, ...lines] })
  },
})

function dayValue(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  if (isDay) return day
  throw new InvalidArgumentError('It must be a day, like 2026-11-25.')
}

const exponentOf = ({ currency }: PartnerAccount, currencies: CurrencyTable): number | undefined =>
  (currencies.get(currency) ?? isoCurrency(currency))?.exponent

const nameOf = ({ kind }: PartnerAccount): string => accountNames[kind] ?? kind

const csvOf = (statement: Statement, days: Days, currencies: CurrencyTable): string[] =>
  statementCsv(statement, nameOf(statement.account), exponentOf(statement.account, currencies) ?? 0, days)

function statementJson({ account, openingMinor, lines, closingMinor }: Statement, currencies: CurrencyTable) {
  const money = (minor: bigint) => moneyJson(minor, account.currency, currencies)
  return {
    account: nameOf(account),
    currency: account.currency,
    opening: money(openingMinor),
    movements: lines.map(({ amountMinor, balanceMinor, ...line }) => ({
      ...line,
      amount: money(amountMinor),
      balance: money(balanceMinor),
    })),
    closing: money(closingMinor),
  }
}
