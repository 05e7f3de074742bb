import { useTranslations } from 'next-intl'
import { EntryList } from '@/components/activity/entry-list'
import { buttonStyle } from '@/components/ui/button-style'
import { EmptyState } from '@/components/ui/empty-state'
import type { ActivityEntry } from '@/lib/activity/activity-entry'
import { publicPath } from '@/lib/env/public-path'

/** What happened in the wallets last. */
export function LatestMovements({ entries }: { entries: readonly ActivityEntry[] }) {
  const t = useTranslations('walletHome')
  const activityHref = publicPath('/wallet/activity')
  return (
    <section className="mt-6" aria-labelledby="latest">
      <div className="flex items-center justify-between gap-x-4">
        <h2 id="latest" className="text-xl font-bold tracking-display">
          {t('latest')}
        </h2>
        <a href={activityHref} className={`-mx-3 shrink-0 ${buttonStyle('quiet')}`}>
          {t('all')}
        </a>
      </div>
      <div className="mt-2">
        {entries.length === 0 ? (
          <EmptyState icon="clock" title={t('nothing')} text={t('nothingText')} />
        ) : (
          <EntryList entries={entries} hrefOf={(id) => `${activityHref}/${id}`} />
        )}
      </div>
    </section>
  )
}
