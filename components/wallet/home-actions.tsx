import { useTranslations } from 'next-intl'
import { Icon, type IconName } from '@/components/ui/icon'
import { publicPath } from '@/lib/env/public-path'

interface HomeActionsProps {
  /** The top-up page; null in production. */
  readonly topUpHref: string | null
}

/** What people come to the wallet for, large enough for a thumb. */
export function HomeActions({ topUpHref }: HomeActionsProps) {
  const t = useTranslations('walletHome')
  return (
    <>
      <ul className={`mt-5 grid gap-3 ${topUpHref ? 'grid-cols-3' : 'grid-cols-2'}`}>
        <Action href={publicPath('/wallet/code')} icon="code" label={t('showCode')} isFirst />
        <Action href={publicPath('/wallet/scan')} icon="scan" label={t('scanCode')} />
        {topUpHref && <Action href={topUpHref} icon="plus" label={t('addMoney')} />}
      </ul>
      {!topUpHref && <p className="mt-4 text-ink-soft text-pretty">{t('howMoneyComes')}</p>}
    </>
  )
}

interface ActionProps {
  readonly href: string
  readonly icon: IconName
  readonly label: string
  readonly isFirst?: boolean
}

function Action({ href, icon, label, isFirst = false }: ActionProps) {
  const look = isFirst
    ? 'bg-brand text-on-brand hover:bg-brand-strong'
    : 'border border-line-strong bg-surface hover:bg-sunken'
  return (
    <li>
      <a
        href={href}
        className={`flex h-full min-h-28 flex-col items-center gap-2.5 rounded-2xl px-2 pt-6 pb-4 text-center leading-snug font-semibold text-balance motion-safe:transition-colors ${look}`}
      >
        <Icon name={icon} size={32} />
        {label}
      </a>
    </li>
  )
}
