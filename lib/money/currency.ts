import { iso4217 } from '@/lib/money/iso-4217'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** A currency and the number of decimal digits of its minor unit (USD 2, UGX 0, KWD 3). */
export interface Currency {
  readonly code: string
  readonly exponent: number
}

/** The currencies that an installation holds, by code. */
export type CurrencyTable = ReadonlyMap<string, Currency>

const codeForm = /^[A-Z][A-Z0-9]{2,11}$/
const exponentForm = /^(?:[0-9]|1[0-8])$/
const maxCurrencies = 200

/** Whether a text can be a currency's code at all: capital letters A to Z and digits, as every configured one. */
export const isCurrencyCode = (text: string): boolean => codeForm.test(text)

/** The ISO 4217 currency of an upper-case code, or undefined (protocol section 4, Money). */
export function isoCurrency(code: string): Currency | undefined {
  const exponent = iso4217.get(code)
  return exponent === undefined ? undefined : { code, exponent }
}

/**
 * Reads a list as in `USD,EUR,USDT:6`: ISO 4217 codes, and other codes with their exponent of 0 to 18 (protocol
 * section 4, Money). The error is a sentence for the operator that says how to mend the list.
 */
export function parseCurrencyList(text: string): Result<CurrencyTable, string> {
  const table = new Map<string, Currency>()
  for (const entry of text.split(',')) {
    const currency = parseEntry(entry.trim())
    if (!currency.ok) return currency
    if (table.has(currency.value.code)) return err(`${currency.value.code} is listed twice: remove one of the two.`)
    table.set(currency.value.code, currency.value)
  }
  return table.size > maxCurrencies ? err(`At most ${maxCurrencies} currencies can be listed.`) : ok(table)
}

function parseEntry(entry: string): Result<Currency, string> {
  const [code = '', exponentText, ...rest] = entry.split(':')
  if (!codeForm.test(code) || rest.length > 0) {
    return err(`"${entry}" is not a currency: write an upper-case ISO 4217 code such as USD, or CODE:digits.`)
  }
  const iso = isoCurrency(code)
  if (exponentText === undefined) {
    return iso ? ok(iso) : err(`${code} is not an ISO 4217 code: add its number of decimal digits, as in ${code}:6.`)
  }
  if (!exponentForm.test(exponentText)) return err(`"${entry}": the digits after the colon must be 0 to 18.`)
  const exponent = Number(exponentText)
  if (iso && iso.exponent !== exponent) {
    return err(`${code} has ${iso.exponent} decimal digits in ISO 4217, not ${exponent}: write just ${code}.`)
  }
  return ok({ code, exponent })
}
