import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { Icon, type IconName } from '@/components/ui/icon'
import type { ConsideredWay, MerchantCard } from '@/lib/checkout/checkout-view'
import { MerchantName } from './merchant-name'
import { PartyNames } from './party-names'

interface ConsideredWaysProps {
  readonly ways: readonly ConsideredWay[]
  readonly merchant: MerchantCard
}

/** For a payer who wants to know: every way that was considered, and why it is this one or none. */
export function ConsideredWays({ ways, merchant }: ConsideredWaysProps) {
  const t = useTranslations('way')
  return (
    <section id="ways" aria-labelledby="ways-title" className="scroll-mt-4 border-t border-line pt-5">
      <div className="flex items-center justify-between gap-x-4">
        <h2 id="ways-title" className="text-xl font-bold tracking-display text-balance">
          {t('title')}
        </h2>
        <a href="?" className={`-mx-3 shrink-0 ${buttonStyle('quiet')}`}>
          {t('hide')}
        </a>
      </div>
      <p className="mt-1 text-sm text-ink-soft text-pretty">{ways.length > 0 ? t('intro') : t('nothing')}</p>
      {ways.length > 0 && (
        <ul className="mt-3 divide-y divide-line">
          {ways.map((way) => (
            <WayItem key={keyOf(way)} way={way} merchant={merchant} />
          ))}
        </ul>
      )}
    </section>
  )
}

const keyOf = ({ parties, verdict, failsAt }: ConsideredWay) =>
  [...parties.map(({ ocid }) => ocid), verdict, failsAt?.ocid].join(' ')

function WayItem({ way, merchant }: { way: ConsideredWay; merchant: MerchantCard }) {
  const t = useTranslations('way')
  const name = () => (
    <strong key="name" className="font-semibold">
      <MerchantName name={merchant.name} />
    </strong>
  )
  const { icon, tone } = way.verdict === 'taken' || way.verdict === 'possible' ? lookOf[way.verdict] : lookOf.refused
  return (
    <li className="flex gap-3 py-3">
      <Icon name={icon} size={20} weight={2.25} className={`mt-0.5 ${tone}`} />
      <div className="min-w-0">
        <p className="text-pretty">
          {way.parties.length === 0 ? t.rich('straightTo', { name }) : <PartyNames parties={way.parties} />}
        </p>
        <p className="text-sm text-ink-soft text-pretty">{verdictOf[way.verdict](t, way)}</p>
      </div>
    </li>
  )
}

const lookOf: Record<'taken' | 'possible' | 'refused', { readonly icon: IconName; readonly tone: string }> = {
  taken: { icon: 'success', tone: 'text-success' },
  possible: { icon: 'success', tone: 'text-ink-soft' },
  refused: { icon: 'cross', tone: 'text-ink-soft' },
}

type VerdictSentence = (t: ReturnType<typeof useTranslations<'way'>>, way: ConsideredWay) => ReactNode

// A new reason does not compile until it has words.
const verdictOf: Record<ConsideredWay['verdict'], VerdictSentence> = {
  taken: (t) => t('verdict.taken'),
  possible: (t) => t('verdict.possible'),
  NOT_ACCEPTED_BY_ORDER: (t) => t('verdict.NOT_ACCEPTED_BY_ORDER'),
  DOES_NOT_ACCEPT_US: (t) => t('verdict.DOES_NOT_ACCEPT_US'),
  HAS_NO_ACCOUNT_WITH_US: (t) => t('verdict.HAS_NO_ACCOUNT_WITH_US'),
  WE_HOLD_NO_RESERVE_THERE: (t) => t('verdict.WE_HOLD_NO_RESERVE_THERE'),
  RESERVE_TOO_LOW: (t, { failsAt }) =>
    failsAt === null
      ? t('verdict.RESERVE_TOO_LOW')
      : t.rich('verdict.reserveTooLowAt', { party: () => <MerchantName key="party" name={failsAt.name} /> }),
  METADATA_UNAVAILABLE: (t) => t('verdict.METADATA_UNAVAILABLE'),
  BLOCKED: (t) => t('verdict.BLOCKED'),
  REFUSED_BEFORE: (t) => t('verdict.REFUSED_BEFORE'),
  OWES_PROOFS: (t) => t('verdict.OWES_PROOFS'),
  CURRENCY_NOT_SUPPORTED: (t) => t('verdict.CURRENCY_NOT_SUPPORTED'),
}
