import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { AmountField } from '@/components/ui/amount-field'
import { Field, SelectField } from '@/components/ui/field'
import type { Currency } from '@/lib/money/currency'
import { formatAmount } from '@/lib/money/money'
import type { AskProblem, SendProblem } from '@/lib/people/people-problem'
import { longestMemo, type TypedMoney } from '@/lib/people/sending'
import { PeopleProblemText } from './people-problem-text'

export interface CurrencyOption {
  readonly currency: Currency
  readonly text: string
}

interface MoneyFieldsProps {
  readonly currencyLabel: string
  readonly options: readonly CurrencyOption[]
  /** What was typed before, to be corrected. */
  readonly typed: TypedMoney
  readonly problem: SendProblem | AskProblem | null
  /** Who reads the note. */
  readonly memoReader: 'recipient' | 'payer'
}

/** Currency, amount and message, as every form about money between people has them. */
export function MoneyFields({ currencyLabel, options, typed, problem, memoReader }: MoneyFieldsProps) {
  const t = useTranslations('people')
  const chosen = options.find(({ currency }) => currency.code === typed.currency)?.currency ?? options[0]?.currency
  const exponent = chosen?.exponent ?? 2
  const example = formatAmount(20n * 10n ** BigInt(exponent), exponent)
  const errorAt = (field: string): ReactNode =>
    problem && fieldOf[problem] === field ? <PeopleProblemText problem={problem} example={example} /> : undefined
  return (
    <>
      <SelectField
        id="currency"
        name="currency"
        label={currencyLabel}
        defaultValue={chosen?.code}
        error={errorAt('currency')}
      >
        {options.map(({ currency, text }) => (
          <option key={currency.code} value={currency.code}>
            {text}
          </option>
        ))}
      </SelectField>
      <AmountField
        label={t('amount')}
        hint={t('amountHint', { example })}
        error={errorAt('amount')}
        defaultValue={typed.amount}
      />
      <Field
        id="memo"
        name="memo"
        label={t('memo')}
        hint={t(`memoHint.${memoReader}`, { most: longestMemo })}
        defaultValue={typed.memo}
        autoComplete="off"
        maxLength={longestMemo}
        dir="auto"
      />
    </>
  )
}

/** The field that a problem is about; those of the whole form have none. */
export const fieldOf: Partial<Record<SendProblem | AskProblem, 'to' | 'currency' | 'amount'>> = {
  INVALID_RECIPIENT: 'to',
  RECIPIENT_UNKNOWN: 'to',
  SENT_TO_SELF: 'to',
  UNKNOWN_CURRENCY: 'currency',
  INVALID_AMOUNT: 'amount',
  INSUFFICIENT_FUNDS: 'amount',
}
