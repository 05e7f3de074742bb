import type { CurrencyTable } from '@/lib/money/currency'
import { isoCurrency } from '@/lib/money/currency'
import { type AmountError, formatAmount, type Money, parseAmount } from '@/lib/money/money'
import { err, ok, type Result } from '@/lib/opencharge/result'

const amountSentences: Record<AmountError, (amount: string, code: string, exponent: number) => string> = {
  MALFORMED: (amount, code) =>
    `"${amount}" is not an amount: write digits with a point, without signs, spaces or commas, like ${code}=1000.00.`,
  NOT_POSITIVE: (_, code) => `The amount of ${code} must be greater than zero.`,
  TOO_PRECISE: (amount, code, exponent) =>
    `${code} has ${exponent} decimal digits, and ${amount} needs more. Round it.`,
  TOO_LARGE: (amount, code) => `${amount} ${code} is more than the database can hold. Use a smaller amount.`,
}

/** Reads `USD=100.00`; the error is a sentence. */
export function parseMoneyOption(text: string, currencies: CurrencyTable): Result<Money, string> {
  const [code = '', ...rest] = text.split('=')
  if (rest.length !== 1) return err(`"${text}" is not money: write it as CURRENCY=amount, like USD=100.00.`)
  const currency = currencies.get(code)
  if (!currency) {
    return err(
      `"${code}" is not a currency of this gateway (${[...currencies.keys()].join(', ')}). CURRENCIES lists them.`,
    )
  }
  const amount = rest[0] ?? ''
  const amountMinor = parseAmount(amount, currency)
  if (!amountMinor.ok) return err(amountSentences[amountMinor.error](amount, code, currency.exponent))
  return ok({ amountMinor: amountMinor.value, currency })
}

/** `100.00 USD`. A code whose digits nobody knows any more is shown in minor units, and says so. */
export function moneyText(amountMinor: bigint, code: string, currencies: CurrencyTable): string {
  const currency = currencies.get(code) ?? isoCurrency(code)
  if (currency) return `${formatAmount(amountMinor, currency.exponent)} ${code}`
  return `${amountMinor} minor units of ${code} (add it to CURRENCIES with its digits)`
}

/** The same for a program: the decimal string, and the exact minor units beside it. */
export function moneyJson(amountMinor: bigint, code: string, currencies: CurrencyTable) {
  const currency = currencies.get(code) ?? isoCurrency(code)
  return { currency: code, amount: currency ? formatAmount(amountMinor, currency.exponent) : null, amountMinor }
}
