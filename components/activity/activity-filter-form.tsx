import { useLocale, useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { currencyName } from '@/components/ui/currency-name'
import { Field, SelectField } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { type ActivityFilter, entryStates, isFiltered } from '@/lib/activity/activity-filter'
import type { Party } from '@/lib/checkout/checkout-view'
import { displayText } from '@/lib/opencharge/display-text'

export interface FilterChoices {
  readonly wallets: readonly { readonly walletId: string; readonly currency: string }[]
  readonly merchants: readonly Party[]
}

interface ActivityFilterFormProps extends FilterChoices {
  readonly filter: ActivityFilter
  /** The page without a filter; the form is sent there. */
  readonly href: string
}

/** Search and filters: a form that is sent by GET, so that what it finds has an address. */
export function ActivityFilterForm({ filter, wallets, merchants, href }: ActivityFilterFormProps) {
  const t = useTranslations('activity')
  const locale = useLocale()
  const all = <option value="">{t('all')}</option>
  return (
    <details className="group mb-5" open={isFiltered(filter)}>
      <summary className="flex min-h-11 list-none items-center gap-2 font-semibold [&::-webkit-details-marker]:hidden">
        <Icon name="search" />
        {t('filter')}
        <Icon name="down" size={16} className="motion-safe:transition-transform group-open:rotate-180" />
      </summary>
      <form action={href} method="get" className="mt-2 grid gap-4 sm:grid-cols-2">
        <div className="sm:col-span-2">
          <Field
            id="q"
            name="q"
            type="search"
            label={t('search')}
            hint={t('searchHint')}
            defaultValue={filter.text ?? ''}
            maxLength={100}
          />
        </div>
        <SelectField id="wallet" name="wallet" label={t('wallet')} defaultValue={filter.walletId?.toString() ?? ''}>
          {all}
          {wallets.map(({ walletId, currency }) => (
            <option key={walletId} value={walletId}>
              {t('walletName', { currency: currencyName(currency, locale) })}
            </option>
          ))}
        </SelectField>
        <SelectField id="state" name="state" label={t('state')} defaultValue={filter.state ?? ''}>
          {all}
          {entryStates.map((state) => (
            <option key={state} value={state}>
              {t(`states.${state}`)}
            </option>
          ))}
        </SelectField>
        <div className="sm:col-span-2">
          <SelectField
            id="merchant"
            name="merchant"
            label={t('merchant')}
            defaultValue={filter.merchantOcid?.toString() ?? ''}
          >
            {all}
            {merchants.map(({ ocid, name }) => (
              <option key={ocid} value={ocid}>
                {displayText(name, 60)}
              </option>
            ))}
          </SelectField>
        </div>
        <Field id="from" name="from" type="date" label={t('from')} defaultValue={filter.fromDay ?? ''} />
        <Field id="to" name="to" type="date" label={t('to')} defaultValue={filter.toDay ?? ''} />
        <div className="flex flex-wrap items-center gap-3 sm:col-span-2">
          <Button>{t('apply')}</Button>
          {isFiltered(filter) && (
            <ButtonLink href={href} variant="quiet">
              {t('clear')}
            </ButtonLink>
          )}
        </div>
      </form>
    </details>
  )
}
