import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ActivityPage } from '@/components/activity/activity-page'
import { activityQuery, type Query, readActivityFilter, readCursor } from '@/lib/activity/activity-filter'
import { listActivity, listMerchants } from '@/lib/activity/list-activity'
import { currentUser } from '@/lib/auth/current-user'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'
import { readWalletBalances } from '@/lib/ledger/balance-store'

const ENTRIES_PER_PAGE = 25

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('activity')
  return { title: t('title') }
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const [query, us, user] = await Promise.all([searchParams, gateway(), currentUser()])
  const [filter, before] = [readActivityFilter(query), readCursor(query)]
  const here = (cursor: string | null) => withQuery('/wallet/activity', activityQuery(filter, cursor))
  if (!user) redirect(`/sign-in?${new URLSearchParams({ next: here(before?.toString() ?? null) })}`)
  const [{ entries, nextBefore }, merchants, wallets] = await Promise.all([
    listActivity(us, user.id, filter, before, ENTRIES_PER_PAGE),
    listMerchants(us, user.id),
    readWalletBalances(user.id, 'LIVE'),
  ])
  const links = {
    wallet: publicPath('/wallet'),
    activity: publicPath('/wallet/activity'),
    storyOf: (id: string) => publicPath(`/wallet/activity/${id}`),
    csv: publicPath(withQuery('/wallet/activity.csv', activityQuery(filter))),
    older: nextBefore === null ? null : publicPath(here(nextBefore)),
    newest: before === null ? null : publicPath(here(null)),
  }
  const choices = {
    merchants,
    wallets: wallets.map(({ accountId, currency }) => ({ walletId: String(accountId), currency })),
  }
  return <ActivityPage entries={entries} filter={filter} choices={choices} links={links} />
}

const withQuery = (path: string, query: string) => (query === '' ? path : `${path}?${query}`)
