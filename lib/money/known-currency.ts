import { type Currency, type CurrencyTable, isoCurrency } from './currency'

/**
 * The currency with code `code`: the configured one, or ISO 4217's for a code that the operator has since taken off the list.
 * Throws when it is neither, because then the digits of stored amounts have no meaning.
 */
export function knownCurrency(configured: CurrencyTable, code: string): Currency {
  const currency = configured.get(code) ?? isoCurrency(code)
  if (!currency)
    throw new Error(`${code} is neither configured nor in ISO 4217; add it to CURRENCIES with its exponent`)
  return currency
}
