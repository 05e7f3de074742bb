import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import { Money } from '@/components/ui/money'
import type { StoryRefunds as Refunds } from '@/lib/activity/activity-story'
import type { Money as MoneyValue } from '@/lib/money/money'

/** How much of a payment came back. */
export function RefundedOf({ refunds, total }: { refunds: Refunds; total: MoneyValue }) {
  const t = useTranslations('activity')
  const refunded = () => <Money key="refunded" value={refunds.total} />
  return (
    <p className="mt-1 font-semibold text-pretty">
      {t.rich('refundedOf', { refunded, total: () => <Money key="total" value={total} /> })}
    </p>
  )
}

/** What of a payment came back, each time. */
export function StoryRefunds({ refunds }: { refunds: Refunds }) {
  const t = useTranslations('activity')
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-xl font-bold tracking-display">{t('refunds')}</h2>
      <ul className="divide-y divide-line">
        {refunds.list.map(({ id, money, atEpochSeconds }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-6 py-3">
            <Moment epochSeconds={atEpochSeconds} />
            <Money value={money} />
          </li>
        ))}
      </ul>
    </section>
  )
}
