import { useTranslations } from 'next-intl'
import { buttonStyle } from '@/components/ui/button-style'
import { Notice } from '@/components/ui/notice'
import type { OpenCheckout } from '@/lib/checkout/checkout-view'
import { MerchantName } from './merchant-name'
import { PartyNames } from './party-names'

type WayLineProps = Pick<OpenCheckout, 'way' | 'merchant'>

/** How the payment would travel, in one line, with a link to the reasons. A press on Pay finds the way anew. */
export function WayLine({ way, merchant }: WayLineProps) {
  const t = useTranslations('way')
  const name = () => <MerchantName key="name" name={merchant.name} />
  if (way.kind === 'none') {
    return (
      <Notice tone="warning" title={t.rich('noneTitle', { name })}>
        <p>{t('none')}</p>
        <WhyLink label={t('whyNone')} />
      </Notice>
    )
  }
  const parties = () => way.kind === 'through' && <PartyNames key="parties" parties={way.parties} />
  const isStraight = way.kind === 'through' && way.parties.length === 0
  return (
    <div className="flex items-center justify-between gap-x-4 text-sm">
      <p className="min-w-0 text-ink-soft text-pretty">
        {t.rich(way.kind === 'not_known_yet' ? 'unsure' : isStraight ? 'straight' : 'through', { name, parties })}
      </p>
      <WhyLink label={t('why')} />
    </div>
  )
}

function WhyLink({ label }: { label: string }) {
  return (
    <a href="?ways#ways" className={`-mx-3 shrink-0 ${buttonStyle('quiet')}`}>
      {label}
    </a>
  )
}
