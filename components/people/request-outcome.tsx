import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Outcome } from '@/components/checkout/outcome'
import type { IconName } from '@/components/ui/icon'
import { Money } from '@/components/ui/money'
import type { Tone } from '@/components/ui/notice'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { RequestView } from '@/lib/people/request-view'

type OutcomeKind = 'requestNotFound' | 'requestPaidByYou' | 'requestPaid' | 'requestWithdrawn' | 'requestExpired'

const look: Record<OutcomeKind, { readonly tone: Tone | 'neutral'; readonly icon: IconName }> = {
  requestNotFound: { tone: 'neutral', icon: 'search' },
  requestPaidByYou: { tone: 'success', icon: 'check' },
  requestPaid: { tone: 'info', icon: 'letter' },
  requestWithdrawn: { tone: 'neutral', icon: 'ex' },
  requestExpired: { tone: 'warning', icon: 'hands' },
}

interface RequestOutcomeProps {
  readonly kind: OutcomeKind
  readonly view: RequestView | null
  /** The way on, as a button. */
  readonly children: ReactNode
}

/** A request with nothing left to pay. */
export function RequestOutcome({ kind, view, children }: RequestOutcomeProps) {
  const t = useTranslations(`people.${kind}`)
  const parts = {
    amount: () => view && <Money key="amount" value={view.money} />,
    name: () => view && <UntrustedText key="name" text={view.askerName} />,
  }
  return (
    <Outcome {...look[kind]} title={t('title')} money={t.rich('money', parts)} next={t('next')}>
      {children}
    </Outcome>
  )
}
