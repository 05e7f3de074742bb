import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { DefinitionList } from '@/components/ui/definition-list'
import type { IconName } from '@/components/ui/icon'
import type { Tone } from '@/components/ui/notice'

interface OutcomeProps {
  readonly tone: Tone | 'neutral'
  readonly icon: IconName
  readonly title: ReactNode
  /** Whether money moved, in words. */
  readonly money: ReactNode
  /** What the person does next, in words. */
  readonly next: ReactNode
  /** The way on, as buttons. */
  readonly children?: ReactNode
}

/** The face of every page where there is nothing left to pay: what happened, the money, and the next step, in this order. */
export function Outcome({ tone, icon, title, money, next, children }: OutcomeProps) {
  const t = useTranslations('outcome')
  return (
    <div className="pt-4 sm:pt-10">
      <Badge tone={tone} icon={icon} />
      <h1 className="mt-5 text-3xl leading-tight font-bold tracking-display text-balance">{title}</h1>
      <div className="mt-4 border-y border-line">
        <DefinitionList
          stacked
          items={[
            { term: t('money'), detail: <span className="text-lg font-semibold text-pretty">{money}</span> },
            { term: t('next'), detail: next },
          ]}
        />
      </div>
      {children && <div className="mt-6">{children}</div>}
    </div>
  )
}

interface WayBackProps {
  readonly href: string | null
  /** Who paid at a counter came from the wallet and goes back there. */
  readonly isPersonal: boolean
  readonly merchant: ReactNode
}

/** The way back to the merchant: a button when the merchant gave an address, else to the wallet, else words. */
export function WayBack({ href, isPersonal, merchant }: WayBackProps) {
  const t = useTranslations('outcome')
  if (!href && isPersonal) {
    return (
      <ButtonLink href="../wallet" wide>
        {t('backToWallet')}
      </ButtonLink>
    )
  }
  if (!href) return <p className="text-ink-soft">{t('closePage')}</p>
  return (
    <ButtonLink href={href} wide>
      <span className="line-clamp-2">{t.rich('returnTo', { name: () => <span key="name">{merchant}</span> })}</span>
    </ButtonLink>
  )
}
