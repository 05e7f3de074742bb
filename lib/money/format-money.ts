import { formatAmount, type Money } from '@/lib/money/money'

/** `exceptZero`: with a plus where it is more than nothing. */
type SignDisplay = 'auto' | 'exceptZero'

/**
 * Money as people of a locale (BCP 47) read it: `$99.99`, `USh 10,000`, `12.500000 USDT`. The decimal string goes to
 * `Intl` as text, so no digit passes through a float, and the number of digits is ours, not that of `Intl`'s table.
 */
export function formatMoney(money: Money, locale: string, signDisplay: SignDisplay = 'auto'): string {
  const { code, exponent } = money.currency
  const digits = { minimumFractionDigits: exponent, maximumFractionDigits: exponent, signDisplay }
  const decimal = formatAmount(money.amountMinor, exponent) as Intl.StringNumericLiteral
  // Intl knows only codes of three letters and throws on others.
  if (!/^[A-Z]{3}$/.test(code)) return `${new Intl.NumberFormat(locale, digits).format(decimal)}\u00a0${code}`
  return new Intl.NumberFormat(locale, { ...digits, style: 'currency', currency: code }).format(decimal)
}
