import type { AccountBalance } from '@/lib/ledger/balance-store'
import type { CurrencyTable } from '@/lib/money/currency'
import { moneyJson, moneyText } from './money-text'
import { textTable } from './text-table'

/** A wallet for a program: what is in it, what is reserved for payments under way, what can be spent. */
export function walletJson({ id, mode, currency, postedMinor, heldMinor }: AccountBalance, currencies: CurrencyTable) {
  const money = (amountMinor: bigint) => moneyJson(amountMinor, currency, currencies)
  return {
    accountId: id,
    mode,
    currency,
    balance: money(postedMinor),
    held: money(heldMinor),
    available: money(postedMinor - heldMinor),
  }
}

export function walletTable(wallets: readonly AccountBalance[], currencies: CurrencyTable): string[] {
  if (wallets.length === 0) return ['No wallet yet: the first money opens one.']
  const rows = wallets.map(({ mode, currency, postedMinor, heldMinor }) => [
    mode,
    moneyText(postedMinor, currency, currencies),
    moneyText(heldMinor, currency, currencies),
    moneyText(postedMinor - heldMinor, currency, currencies),
  ])
  return textTable(['MODE', 'BALANCE', 'HELD', 'AVAILABLE'], rows)
}
