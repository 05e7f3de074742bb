import { useLocale, useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { Card } from '@/components/ui/card'
import { currencyName } from '@/components/ui/currency-name'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import { WalletNav } from '@/components/wallet/wallet-nav'
import type { Currency } from '@/lib/money/currency'
import type { AskProblem } from '@/lib/people/people-problem'
import type { TypedMoney } from '@/lib/people/sending'
import { FormProblem } from './form-problem'
import { MoneyFields } from './money-fields'
import { type RequestItem, RequestRow } from './request-row'

interface AskPageProps {
  /** Gets `currency`, `amount` and `memo`, as typed. */
  readonly action: FormTarget
  readonly currencies: readonly Currency[]
  readonly typed: TypedMoney
  readonly problem: AskProblem | null
  readonly validDays: number
  /** The person's own, newest first. */
  readonly requests: readonly RequestItem[]
}

/** Makes a link that asks for an amount, and shows those that were made before. */
export function AskPage({ action, currencies, typed, problem, validDays, requests }: AskPageProps) {
  const t = useTranslations('people')
  const locale = useLocale()
  const options = currencies.map((currency) => ({
    currency,
    text: `${currency.code} · ${currencyName(currency.code, locale)}`,
  }))
  return (
    <PageShell>
      <WalletNav here="ask" />
      <PageHeading title={t('askTitle')}>{t('askText', { days: validDays })}</PageHeading>
      <FormProblem title={t('askProblemTitle')} problem={problem} />
      <ActionForm action={action} className="space-y-5">
        <MoneyFields
          memoReader="payer"
          currencyLabel={t('currency')}
          options={options}
          typed={typed}
          problem={problem}
        />
        <SubmitButton pendingLabel={t('asking')} wide>
          {t('ask')}
        </SubmitButton>
      </ActionForm>
      <h2 className="mt-10 mb-3 text-xl font-bold tracking-display">{t('yourRequests')}</h2>
      {requests.length === 0 ? (
        <p className="text-ink-soft">{t('noRequests')}</p>
      ) : (
        <Card className="py-1 sm:py-2">
          <ul className="divide-y divide-line">
            {requests.map((request) => (
              <RequestRow key={request.href} request={request} />
            ))}
          </ul>
        </Card>
      )}
    </PageShell>
  )
}
