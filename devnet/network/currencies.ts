import { type CurrencyTable, parseCurrencyList } from '@/lib/money/currency'

function tableOf(text: string): CurrencyTable {
  const table = parseCurrencyList(text)
  if (!table.ok) throw new Error(table.error)
  return table.value
}

/** What this small network trades in: two decimals, none, three. */
export const devnetCurrencies = tableOf('USD,UGX,KWD')
