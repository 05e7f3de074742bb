import { devnetCurrencies } from '@/devnet/network/currencies'
import { formatAmount, type Money } from '@/lib/money/money'

/** What a house owes to those who have accounts with it. */
export interface Reserves {
  credit(ocid: number, money: Money): void
  /** The caller has seen that there is enough. */
  debit(ocid: number, money: Money): void
  /** In minor units; undefined when there is no account in this currency. */
  balanceMinor(ocid: number, currency: string): bigint | undefined
  /** Decimal strings, by OCID and currency. */
  describe(): Record<string, Record<string, string>>
}

export function createReserves(): Reserves {
  const accounts = new Map<number, Map<string, bigint>>()
  const add = (ocid: number, amountMinor: bigint, currency: string) => {
    const account = accounts.get(ocid) ?? new Map<string, bigint>()
    accounts.set(ocid, account.set(currency, (account.get(currency) ?? 0n) + amountMinor))
  }
  return {
    credit: (ocid, { amountMinor, currency }) => add(ocid, amountMinor, currency.code),
    debit: (ocid, { amountMinor, currency }) => add(ocid, -amountMinor, currency.code),
    balanceMinor: (ocid, currency) => accounts.get(ocid)?.get(currency),
    describe: () => Object.fromEntries([...accounts].map(([ocid, account]) => [String(ocid), decimals(account)])),
  }
}

function decimals(account: ReadonlyMap<string, bigint>): Record<string, string> {
  const exponentOf = (code: string) => devnetCurrencies.get(code)?.exponent ?? 0
  return Object.fromEntries([...account].map(([code, minor]) => [code, formatAmount(minor, exponentOf(code))]))
}
