import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { type Query, textOf } from '@/app/wallet/query'
import { RequestPage } from '@/components/people/request-page'
import { currentUser } from '@/lib/auth/current-user'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { answerNotFound } from '@/lib/http/answer-status'
import { answerProblems } from '@/lib/people/people-problem'
import { readRequestToken } from '@/lib/people/request-token'
import { getRequestView } from '@/lib/people/request-view'
import { answerAction, withdrawAction } from './actions'

interface Props {
  readonly params: Promise<{ token: string }>
  readonly searchParams: Query
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people')
  return { title: t('askTitle') }
}

export default async function Page({ params, searchParams }: Props) {
  const [{ token: given }, user, text] = await Promise.all([params, currentUser(), textOf(searchParams)])
  const token = readRequestToken(given)
  const view = await getRequestView(token, user, env().CURRENCIES, Date.now() / 1000)
  if (!view) answerNotFound()
  const next = new URLSearchParams({ next: `/request/${token}` })
  const actions = {
    pay: answerAction.bind(null, token),
    withdraw: withdrawAction.bind(null, token),
    signInHref: publicPath(`/sign-in?${next}`),
    topUpHref: env().development ? publicPath('/wallet/top-up') : null,
  }
  return (
    <RequestPage
      view={view ?? null}
      actions={actions}
      url={`${env().PUBLIC_URL}/request/${token}`}
      email={user?.email ?? null}
      problem={answerProblems.find((code) => code === text('problem')) ?? null}
    />
  )
}
