import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'
import type { Currency } from '@/lib/money/currency'
import { currencyName } from './currency-name'
import { SelectField } from './field'

interface CurrencyFieldProps {
  readonly label: ReactNode
  readonly currencies: readonly Currency[]
  readonly error?: ReactNode
  readonly defaultValue?: string
}

/** The choice of a currency, by its code and its name. */
export function CurrencyField({ currencies, ...select }: CurrencyFieldProps) {
  const locale = useLocale()
  return (
    <SelectField {...select} id="currency" name="currency">
      {currencies.map(({ code }) => (
        <option key={code} value={code}>
          {`${code} · ${currencyName(code, locale)}`}
        </option>
      ))}
    </SelectField>
  )
}
