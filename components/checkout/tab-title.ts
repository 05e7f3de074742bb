import type { useTranslations } from 'next-intl'
import type { CheckoutView } from '@/lib/checkout/checkout-view'

const longestName = 60

const wordOf = {
  open: 'open',
  confirming: 'confirming',
  paid_by_you: 'paid',
  paid_by_other: 'paid',
  paid_by_someone: 'paid',
  expired: 'expired',
  cancelled: 'cancelled',
  failed: 'failed',
} as const satisfies Partial<Record<CheckoutView['state'], string>>

/** What the browser's tab says of a checkout, so that it is seen there too when the state changes. */
export function tabTitle(t: ReturnType<typeof useTranslations<'checkout'>>, view: CheckoutView): string {
  if (view.state === 'not_found' || view.state === 'sign_in') return t('tabTitle')
  return t(`tabTitleOf.${wordOf[view.state]}`, { name: view.merchant.name.slice(0, longestName) })
}
