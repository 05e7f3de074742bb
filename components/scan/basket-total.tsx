'use client'

import { useEffect, useRef, useState } from 'react'
import { directionOf, type Locale } from '@/lib/i18n/locales'
import { moneyText } from '@/lib/i18n/money-text'
import type { Currency } from '@/lib/money/currency'

interface BasketTotalProps {
  /** In minor units, in the order of the fields `q0`, `q1`, … of the form around it. */
  readonly prices: readonly string[]
  readonly currency: Currency
  readonly locale: Locale
  readonly initialMinor: string
}

/** The total of what stands in the fields; without JavaScript that of what was sent last. */
export function BasketTotal({ prices, currency, locale, initialMinor }: BasketTotalProps) {
  const place = useRef<HTMLOutputElement>(null)
  const [totalMinor, setTotalMinor] = useState(() => BigInt(initialMinor))
  useEffect(() => {
    const form = place.current?.closest('form')
    const add = () => form && setTotalMinor(totalOf(form, prices))
    add()
    form?.addEventListener('input', add)
    return () => form?.removeEventListener('input', add)
  }, [prices])
  return (
    <output ref={place} aria-live="polite" dir={directionOf[locale]} className="tabular-nums">
      {moneyText({ amountMinor: totalMinor, currency }, locale)}
    </output>
  )
}

function totalOf(form: HTMLFormElement, prices: readonly string[]): bigint {
  return prices.reduce((sum, price, index) => {
    const field = form.elements.namedItem(`q${index}`)
    const typed = field instanceof HTMLInputElement ? field.value : ''
    return /^[0-9]{1,6}$/.test(typed) ? sum + BigInt(price) * BigInt(typed) : sum
  }, 0n)
}
