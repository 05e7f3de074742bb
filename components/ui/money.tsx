import { useLocale } from 'next-intl'
import { directionOf, type Locale } from '@/lib/i18n/locales'
import { formatMoney } from '@/lib/money/format-money'
import type { Money as MoneyValue } from '@/lib/money/money'

// Longer ones than this would not fit on the line of a small phone.
const longestUnbroken = 16

/** An amount in the reader's language, on one line if it fits. */
export function Money({ value }: { value: MoneyValue }) {
  const locale = useLocale()
  const text = formatMoney(value, locale)
  const isLong = text.length > longestUnbroken
  return (
    <bdi dir={directionOf[locale]} className={`tabular-nums ${isLong ? 'untrusted' : 'whitespace-nowrap'}`}>
      {keepSymbolsWhole(isLong ? breakBeforeCode(text) : text, locale)}
    </bdi>
  )
}

// A line that has to break does so between number and code: of `USDT` it must not leave `USD`.
const breakBeforeCode = (text: string): string => text.replaceAll('\u00a0', ' ')

const latinSymbol = /[A-Z]*\p{Sc}|[A-Z]{2,}/gu

/** In a line from right to left, `US$` would be torn apart and read `$US`: each such symbol becomes an isolate. */
function keepSymbolsWhole(text: string, locale: Locale): string {
  if (directionOf[locale] === 'ltr') return text
  return text.replace(latinSymbol, (symbol) => `\u2066${symbol}\u2069`)
}
