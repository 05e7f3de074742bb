import { useLocale, useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import { AmountField } from '@/components/ui/amount-field'
import { CurrencyField } from '@/components/ui/currency-field'
import { currencyName } from '@/components/ui/currency-name'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { SubmitButton } from '@/components/ui/submit-button'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import type { Currency } from '@/lib/money/currency'
import type { Money as MoneyValue } from '@/lib/money/money'
import type { SecurityActions } from './security-actions'
import { SecuritySection } from './security-section'
import type { SecurityView } from './security-view'

interface LimitsSectionProps {
  readonly view: SecurityView
  readonly actions: SecurityActions
  readonly currencies: readonly Currency[]
}

/** The amounts above which a payment needs a passkey. */
export function LimitsSection({ view, actions, currencies }: LimitsSectionProps) {
  const t = useTranslations('security')
  return (
    <SecuritySection title={t('limits')} text={t('limitsText')}>
      {view.passkeys.length === 0 ? (
        <p className="text-ink-soft text-pretty">{t('limitsNeedPasskey')}</p>
      ) : (
        <>
          {view.limits.length + view.unlimited.length > 0 && (
            <ul className="mb-5 divide-y divide-line border-b border-line">
              {view.limits.map((limit) => (
                <LimitRow key={limit.currency.code} limit={limit} drop={actions.dropLimit} />
              ))}
              {view.unlimited.map(({ code }) => (
                <li key={code} className="py-3 text-ink-soft">
                  {t.rich('limitNone', { currency: () => <CurrencyName key="currency" code={code} /> })}
                </li>
              ))}
            </ul>
          )}
          {view.passkeys.length === 1 && (
            <div className="mb-5">
              <Notice tone="warning" title={t('onlyOne')}>
                {t(view.limits.length === 0 ? 'onlyOneText' : 'onlyOneLimited')}
              </Notice>
            </div>
          )}
          <LimitForm action={actions.setLimit} currencies={currencies} />
        </>
      )}
    </SecuritySection>
  )
}

function LimitRow({ limit, drop }: { limit: MoneyValue; drop: SecurityActions['dropLimit'] }) {
  const t = useTranslations('security')
  const currency = limit.currency.code
  const name = () => <CurrencyName key="currency" code={currency} />
  const amount = () => <Money key="amount" value={limit} />
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 py-2">
      <span className="font-semibold">
        {limit.amountMinor === 0n
          ? t.rich('limitAlways', { currency: name })
          : t.rich('limitAbove', { currency: name, amount })}
      </span>
      <ActionForm action={drop} hidden={{ currency }} className="-mx-3">
        <SubmitButton variant="quiet" pendingLabel={t('saving')}>
          <span aria-hidden="true">{t('limitDrop')}</span>
          <VisuallyHidden>{t('limitDropOf', { currency })}</VisuallyHidden>
        </SubmitButton>
      </ActionForm>
    </li>
  )
}

function CurrencyName({ code }: { code: string }) {
  return <bdi>{currencyName(code, useLocale())}</bdi>
}

function LimitForm({ action, currencies }: { action: SecurityActions['setLimit']; currencies: readonly Currency[] }) {
  const t = useTranslations('security')
  return (
    <ActionForm action={action} className="space-y-5">
      <CurrencyField label={t('limitCurrency')} currencies={currencies} />
      <AmountField label={t('limitAmount')} hint={t('limitAmountHint')} />
      <SubmitButton variant="secondary" pendingLabel={t('saving')} wide>
        {t('limitSet')}
      </SubmitButton>
    </ActionForm>
  )
}
