import { type CurrencyTable, parseCurrencyList } from '@/lib/money/currency'

function tableOf(text: string): CurrencyTable {
  const table = parseCurrencyList(text)
  if (!table.ok) throw new Error(table.error)
  return table.value
}

/** What this small network trades in: two decimals (USD, EUR), none (UGX, JPY), three (KWD). */
export const devnetCurrencies = tableOf('USD,UGX,KWD,EUR,JPY')
