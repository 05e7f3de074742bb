import { Option } from 'commander'
import type { AccountKind } from '@/lib/ledger/account-store'
import { type AccountBalance, listAccounts } from '@/lib/ledger/balance-store'
import type { CurrencyTable } from '@/lib/money/currency'
import { ok } from '@/lib/opencharge/result'
import { defineCommand } from './command'
import { moneyText } from './money-text'
import { limitValue } from './option-values'
import { ownerText } from './owner-text'
import { textTable } from './text-table'
import { walletJson } from './wallet-text'

const kinds: Readonly<Record<AccountKind, true>> = {
  USER_WALLET: true,
  MERCHANT: true,
  MERCHANT_GATEWAY: true,
  PARTNER_RESERVE: true,
  OUR_RESERVE: true,
  APPLICATION: true,
  CASH_IN: true,
  SUSPENSE: true,
}

interface Options {
  readonly kind?: AccountKind
  readonly limit: number
}

export const ledgerAccounts = defineCommand<Options>({
  syntax: 'accounts',
  summary: 'list the accounts of the ledger with their balances',
  details:
    'A balance is credits minus debits: what we owe to others is above zero, cash-in below by as much. All balances of one currency add up to zero.',
  examples: ['ledger accounts', 'ledger accounts --kind MERCHANT_GATEWAY --json'],
  shape: (command) =>
    command
      .addOption(new Option('--kind <kind>', 'only accounts of this kind').choices(Object.keys(kinds)))
      .option('--limit <number>', 'at most this many', limitValue, 500),
  run: async (session, { kind, limit }) => {
    const { CURRENCIES } = await session.database()
    const found = await listAccounts({ kind }, limit + 1)
    const accounts = found.slice(0, limit)
    const hasMore = found.length > limit
    const lines = accounts.length > 0 ? accountTable(accounts, CURRENCIES) : ['There is no such account yet.']
    if (hasMore) lines.push('There are more: --limit or --kind shows them.')
    return ok({ json: { accounts: accounts.map((account) => accountJson(account, CURRENCIES)), hasMore }, lines })
  },
})

function accountTable(accounts: readonly AccountBalance[], currencies: CurrencyTable): string[] {
  const rows = accounts.map(({ id, kind, mode, currency, postedMinor, heldMinor, ...owner }) => [
    String(id),
    kind,
    mode,
    ownerText(owner),
    moneyText(postedMinor, currency, currencies),
    heldMinor > 0n ? moneyText(heldMinor, currency, currencies) : '-',
  ])
  return textTable(['ACCOUNT', 'KIND', 'MODE', 'OWNER', 'BALANCE', 'HELD'], rows)
}

function accountJson(account: AccountBalance, currencies: CurrencyTable) {
  const { kind, userId, email, ocid, applicationId } = account
  return {
    kind,
    ...walletJson(account, currencies),
    userId,
    email,
    ocid: ocid === null ? null : Number(ocid),
    applicationId,
  }
}
