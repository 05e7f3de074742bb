import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { WalletNav } from '@/components/wallet/wallet-nav'
import type { ActivityEntry } from '@/lib/activity/activity-entry'
import { type ActivityFilter, isFiltered } from '@/lib/activity/activity-filter'
import { ActivityFilterForm, type FilterChoices } from './activity-filter-form'
import { EntryList } from './entry-list'

export interface ActivityLinks {
  readonly wallet: string
  /** This page, without a filter. */
  readonly activity: string
  readonly storyOf: (id: string) => string
  /** The same movements as a file. */
  readonly csv: string
  /** Null on the last page. */
  readonly older: string | null
  /** Null on the first page. */
  readonly newest: string | null
}

interface ActivityPageProps {
  readonly entries: readonly ActivityEntry[]
  readonly filter: ActivityFilter
  readonly choices: FilterChoices
  readonly links: ActivityLinks
}

/** A person's movements, page by page. */
export function ActivityPage({ entries, filter, choices, links }: ActivityPageProps) {
  const t = useTranslations('activity')
  const isEmpty = entries.length === 0
  const searched = isFiltered(filter) || links.newest !== null
  return (
    <PageShell homeHref={links.wallet}>
      <WalletNav here="activity" />
      <PageHeading title={t('title')}>{t('text')}</PageHeading>
      <ActivityFilterForm {...choices} filter={filter} href={links.activity} />
      {isEmpty && searched && <EmptyState icon="search" title={t('nothingFound')} text={t('nothingFoundText')} />}
      {isEmpty && !searched && <EmptyState icon="wallet" title={t('empty')} text={t('emptyText')} />}
      {!isEmpty && <EntryList entries={entries} hrefOf={links.storyOf} />}
      <nav className="mt-5 flex flex-wrap items-center justify-between gap-3">
        {links.newest && (
          <ButtonLink href={links.newest} variant="secondary">
            {t('newest')}
          </ButtonLink>
        )}
        {links.older && (
          <ButtonLink href={links.older} variant="secondary">
            {t('older')}
          </ButtonLink>
        )}
        {!isEmpty && (
          <ButtonLink href={links.csv} variant="quiet">
            {t('csv')}
          </ButtonLink>
        )}
      </nav>
    </PageShell>
  )
}
