import type { Currency } from '@/lib/money/currency'
import { type Decimal, decimalOfNumber, parseDecimal } from '@/lib/money/decimal'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** An amount in the currency's minor unit (cents of USD, fils of KWD). */
export interface Money {
  readonly amountMinor: bigint
  readonly currency: Currency
}

/**
 * Why a text is no amount: not of the grammar; zero; digits other than zero beyond the currency's exponent; or more
 * than the database's 64-bit column holds.
 */
export type AmountError = 'MALFORMED' | 'NOT_POSITIVE' | 'TOO_PRECISE' | 'TOO_LARGE'

/** The largest amount of money there is here: that of a signed 64-bit column. */
export const maxAmountMinor = 2n ** 63n - 1n

/**
 * Reads an amount on the wire, in minor units: a decimal string > 0 whose digits beyond the currency's exponent are
 * zeros (`"10000.00"` UGX is 10000n; `"10000.50"` UGX is `TOO_PRECISE`). Protocol section 4, Money.
 */
export function parseAmount(text: unknown, currency: Currency): Result<bigint, AmountError> {
  const price = parsePrice(text, currency)
  return price.ok && price.value === 0n ? err('NOT_POSITIVE') : price
}

/** Reads the price of an item, in minor units: as `parseAmount`, and zero is a price too. Protocol section 4, Order. */
export function parsePrice(text: unknown, currency: Currency): Result<bigint, AmountError> {
  const decimal = parseDecimal(text)
  if (decimal === undefined) return err('MALFORMED')
  const amountMinor = toMinor(decimal, currency.exponent)
  if (amountMinor === undefined) return err('TOO_PRECISE')
  return amountMinor > maxAmountMinor ? err('TOO_LARGE') : ok(amountMinor)
}

/** Writes minor units as the wire's decimal string with all of the exponent's digits: 9999n, 2 → `"99.99"`. */
export function formatAmount(amountMinor: bigint, exponent: number): string {
  const sign = amountMinor < 0n ? '-' : ''
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(exponent + 1, '0')
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/**
 * Quantity (a finite number > 0, perhaps a fraction) times price (wire form) in minor units. Exact decimal arithmetic; a product
 * between two minor units is rounded half up, and what that leaves shows up in the order's difference line.
 * Errors are those of the price. Protocol section 4, Order.
 */
export function itemTotal(quantity: number, price: string, currency: Currency): Result<bigint, AmountError> {
  const priceMinor = parsePrice(price, currency)
  if (!priceMinor.ok) return priceMinor
  const { digits, scale } = decimalOfNumber(quantity)
  const divisor = 10n ** BigInt(scale)
  const total = (2n * digits * priceMinor.value + divisor) / (2n * divisor)
  return total > maxAmountMinor ? err('TOO_LARGE') : ok(total)
}

function toMinor(decimal: Decimal, exponent: number): bigint | undefined {
  const shift = exponent - decimal.scale
  if (shift >= 0) return decimal.digits * 10n ** BigInt(shift)
  const divisor = 10n ** BigInt(-shift)
  return decimal.digits % divisor === 0n ? decimal.digits / divisor : undefined
}
