import { devnetCurrencies } from '@/devnet/network/currencies'
import { formatAmount, type Money, parseAmount } from '@/lib/money/money'

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

/** Money in a house's own journal; what is none is a bug. */
export function bookedMoney({ amount, currency }: { readonly amount: string; readonly currency: string }): Money {
  const known = devnetCurrencies.get(currency)
  const amountMinor = known && parseAmount(amount, known)
  if (!known || !amountMinor?.ok) throw new Error(`${amount} ${currency} is in the books and is no money`)
  return { amountMinor: amountMinor.value, currency: known }
}
