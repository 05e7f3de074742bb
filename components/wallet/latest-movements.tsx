import { useTranslations } from 'next-intl'
import { buttonStyle } from '@/components/ui/button-style'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { Money } from '@/components/ui/money'
import { UntrustedText } from '@/components/ui/untrusted-text'
import { publicPath } from '@/lib/env/public-path'
import type { Movement } from '@/lib/wallet/movement'

/** What happened in the wallets last. */
export function LatestMovements({ movements }: { movements: readonly Movement[] }) {
  const t = useTranslations('walletHome')
  return (
    <section className="mt-6" aria-labelledby="latest">
      <div className="flex items-center justify-between gap-x-4">
        <h2 id="latest" className="text-xl font-bold tracking-display">
          {t('latest')}
        </h2>
        <a href={publicPath('/wallet/activity')} className={`-mx-3 shrink-0 ${buttonStyle('quiet')}`}>
          {t('all')}
        </a>
      </div>
      <div className="mt-2">
        {movements.length === 0 ? (
          <EmptyState icon="clock" title={t('nothing')} text={t('nothingText')} />
        ) : (
          <Card className="py-1 sm:py-2">
            <ul className="divide-y divide-line">
              {movements.map((movement) => (
                <MovementRow key={movement.id} movement={movement} />
              ))}
            </ul>
          </Card>
        )}
      </div>
    </section>
  )
}

function MovementRow({ movement }: { movement: Movement }) {
  const t = useTranslations('walletHome')
  const { kind, name, money, atEpochSeconds } = movement
  const isIncoming = money.amountMinor > 0n
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-3">
      <p className="min-w-0 text-pretty">
        {t.rich(kind, { name: () => <UntrustedText key="name" text={name} maxLength={80} /> })}
        <span className="block text-sm text-ink-soft">
          <Moment epochSeconds={atEpochSeconds} />
        </span>
      </p>
      <span
        className={`ms-auto font-semibold ${isIncoming ? 'text-success' : ''} ${kind === 'notPaid' ? 'line-through' : ''}`}
      >
        <Money value={money} />
      </span>
    </li>
  )
}
