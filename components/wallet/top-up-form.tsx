import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { AmountField } from '@/components/ui/amount-field'
import { CurrencyField } from '@/components/ui/currency-field'
import { SubmitButton } from '@/components/ui/submit-button'
import type { Currency } from '@/lib/money/currency'
import { formatAmount } from '@/lib/money/money'
import type { TopUpProblem } from '@/lib/wallet/top-up-problem'

export interface TopUpFormProps {
  /** Gets `currency` (a code), `amount` (a decimal string as typed) and the hidden fields. */
  readonly action: FormTarget
  readonly hidden?: Readonly<Record<string, string>>
  readonly currencies: readonly Currency[]
  /** The code of the currency that is chosen at first. */
  readonly currency: string
  /** The amount that stands there at first, as a decimal string; may be empty. */
  readonly amount: string
  readonly problem: TopUpProblem | null
}

/** Currency and amount of money to be added. */
export function TopUpForm({ action, hidden = {}, currencies, currency, amount, problem }: TopUpFormProps) {
  const t = useTranslations('wallet')
  const chosen = currencies.find(({ code }) => code === currency) ?? currencies[0]
  const example = formatAmount(50n * 10n ** BigInt(chosen?.exponent ?? 2), chosen?.exponent ?? 2)
  const words = problem && t(`problem.${problem}`, { example })
  const errorOf = (field: 'currency' | 'amount') => (problem && fieldOf[problem] === field ? words : undefined)
  return (
    <ActionForm action={action} hidden={hidden} className="space-y-5">
      <CurrencyField
        label={t('currency')}
        currencies={currencies}
        defaultValue={currency}
        error={errorOf('currency')}
      />
      <AmountField
        label={t('amount')}
        hint={t('amountHint', { example })}
        error={errorOf('amount')}
        defaultValue={amount}
      />
      <SubmitButton pendingLabel={t('adding')} wide>
        {t('add')}
      </SubmitButton>
    </ActionForm>
  )
}

const fieldOf: Record<TopUpProblem, 'currency' | 'amount'> = {
  INVALID_AMOUNT: 'amount',
  LIMIT_EXCEEDED: 'amount',
  UNKNOWN_CURRENCY: 'currency',
}
