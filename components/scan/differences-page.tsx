import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { MerchantName } from '@/components/checkout/merchant-name'
import { ButtonLink } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { BasketDifference } from '@/lib/scanning/compare-basket'

interface DifferencesPageProps {
  readonly merchantName: string
  readonly differences: readonly BasketDifference[]
  readonly payHref: string
  readonly leaveHref: string
}

/** In what a merchant's order is not what the person chose. It may be paid all the same, or left. */
export function DifferencesPage({ merchantName, differences, payHref, leaveHref }: DifferencesPageProps) {
  const t = useTranslations('differences')
  return (
    <PageShell>
      <PageHeading title={t('title')}>
        {t.rich('intro', { name: () => <MerchantName key="name" name={merchantName} /> })}
      </PageHeading>
      <ul className="divide-y divide-line rounded-2xl border border-line bg-surface">
        {/* What the order costs in all comes before its lines. */}
        {differences
          .toSorted((one, other) => Number('name' in one) - Number('name' in other))
          .map((difference) => (
            <Difference key={JSON.stringify(difference, withoutBigints)} difference={difference} />
          ))}
      </ul>
      <div className="mt-6 space-y-3">
        <ButtonLink href={leaveHref} wide>
          {t('leave')}
        </ButtonLink>
        <ButtonLink href={payHref} variant="secondary" wide>
          {t('goOn')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}

const withoutBigints = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

function Difference({ difference }: { difference: BasketDifference }) {
  const t = useTranslations('differences')
  const { kind } = difference
  const title = 'name' in difference ? <UntrustedText text={difference.name} clamp="two-lines" /> : t(`kind.${kind}`)
  return (
    <li className="p-4">
      <p className="font-semibold">{title}</p>
      {'name' in difference && <p className="text-sm text-ink-soft">{t(`kind.${kind}`)}</p>}
      <dl className="mt-2 grid grid-cols-2 gap-4">
        <Side label={t('chosen')} value={'chosen' in difference ? difference.chosen : t('nothing')} />
        <Side label={t('signed')} value={'signed' in difference ? difference.signed : t('nothing')} strong />
      </dl>
    </li>
  )
}

type Value = string | React.ComponentProps<typeof Money>['value']

function Side({ label, value, strong = false }: { label: ReactNode; value: Value; strong?: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-soft">{label}</dt>
      <dd className={strong ? 'font-semibold' : ''}>
        {typeof value === 'string' ? <UntrustedText text={value} clamp="two-lines" /> : <Money value={value} />}
      </dd>
    </div>
  )
}
