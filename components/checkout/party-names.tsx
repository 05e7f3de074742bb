import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import type { Party } from '@/lib/checkout/checkout-view'
import { MerchantName } from './merchant-name'

/** The parties that a payment passes, in the order in which it does: `Meridian Clearing, then Harbour Payments`. */
export function PartyNames({ parties }: { parties: readonly Party[] }) {
  const t = useTranslations('way')
  return parties.map(({ ocid, name }, index) => (
    <Fragment key={ocid}>
      {index > 0 && t('then')}
      <strong className="font-semibold text-ink">
        <MerchantName name={name} />
      </strong>
    </Fragment>
  ))
}
