import { useLocale } from 'next-intl'
import { directionOf } from '@/lib/i18n/locales'
import { moneyText } from '@/lib/i18n/money-text'
import type { Money as MoneyValue } from '@/lib/money/money'

// Longer ones than this would not fit on the line of a small phone.
const longestUnbroken = 16

/** An amount in the reader's language, on one line if it fits. `isSigned`: what came in has a plus, as what went out has a minus. */
export function Money({ value, isSigned = false }: { value: MoneyValue; isSigned?: boolean }) {
  const locale = useLocale()
  const text = moneyText(value, locale, isSigned)
  const isLong = text.length > longestUnbroken
  return (
    <bdi dir={directionOf[locale]} className={`tabular-nums ${isLong ? 'untrusted' : 'whitespace-nowrap'}`}>
      {isLong ? breakBeforeCode(text) : text}
    </bdi>
  )
}

// A line that has to break does so between number and code: of `USDT` it must not leave `USD`.
const breakBeforeCode = (text: string): string => text.replaceAll('\u00a0', ' ')
