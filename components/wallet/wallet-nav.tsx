import { useTranslations } from 'next-intl'
import { publicPath } from '@/lib/env/public-path'

const places = {
  home: '/wallet',
  activity: '/wallet/activity',
  send: '/wallet/send',
  ask: '/wallet/request',
  receive: '/wallet/receive',
  security: '/wallet/security',
} as const

export type WalletPlace = keyof typeof places

interface WalletNavProps {
  /** The page on which it stands; null for one that is none of these. */
  readonly here: WalletPlace | null
}

/** The ways between the pages of the wallet. */
export function WalletNav({ here }: WalletNavProps) {
  const t = useTranslations('walletHome')
  return (
    <nav aria-label={t('nav')} className="-mx-1.5 mb-5 sm:-mx-2 print:hidden">
      <ul className="flex flex-wrap text-sm font-semibold">
        {(Object.keys(places) as WalletPlace[]).map((place) => (
          <li key={place}>
            <a
              href={publicPath(places[place])}
              aria-current={place === here ? 'page' : undefined}
              className="flex min-h-11 items-center rounded-lg px-1.5 sm:px-2 text-ink-soft hover:text-ink aria-[current]:text-brand aria-[current]:underline aria-[current]:decoration-2 aria-[current]:underline-offset-8"
            >
              {t(place)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
