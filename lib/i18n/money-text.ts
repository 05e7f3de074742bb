import { formatMoney } from '@/lib/money/format-money'
import type { Money } from '@/lib/money/money'
import { directionOf, type Locale } from './locales'

const latinSymbol = /[A-Z]*\p{Sc}|[A-Z]{2,}/gu

/** Money as text for a page or a mail. In a line from right to left, `US$` would be torn apart and read `$US`: each such symbol is an isolate. */
export function moneyText(money: Money, locale: Locale, isSigned = false): string {
  const text = formatMoney(money, locale, isSigned ? 'exceptZero' : 'auto')
  if (directionOf[locale] === 'ltr') return text
  return text.replace(latinSymbol, (symbol) => `\u2066${symbol}\u2069`)
}

/** A part of a text that has a direction of its own, whatever stands around it: a name, a time, a sentence in another language. */
export const isolated = (text: string): string => `\u2068${text}\u2069`
