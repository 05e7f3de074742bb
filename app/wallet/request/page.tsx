import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AskPage } from '@/components/people/ask-page'
import { currentUser } from '@/lib/auth/current-user'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { knownCurrency } from '@/lib/money/known-currency'
import { requestDays } from '@/lib/people/ask-for-money'
import { listRequests, type StoredRequest } from '@/lib/people/money-request-store'
import { askProblems } from '@/lib/people/people-problem'
import { stageOf } from '@/lib/people/request-view'
import { type Query, textOf } from '../query'
import { askAction } from './actions'

const MOST_SHOWN = 50

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people')
  return { title: t('askTitle') }
}

export default async function Page({ searchParams }: { searchParams: Query }) {
  const [user, text] = await Promise.all([currentUser(), textOf(searchParams)])
  if (!user) redirect('/sign-in?next=/wallet/request')
  const requests = await listRequests(user.id, MOST_SHOWN)
  return (
    <AskPage
      action={askAction}
      currencies={[...env().CURRENCIES.values()]}
      typed={{ currency: text('currency'), amount: text('amount'), memo: text('memo') }}
      problem={askProblems.find((code) => code === text('problem')) ?? null}
      validDays={requestDays}
      requests={requests.map((request) => itemOf(request, Date.now() / 1000))}
    />
  )
}

function itemOf(request: StoredRequest, nowEpochSeconds: number) {
  const { token, amountMinor, currency, memo, payerEmail, expiresAtEpochSeconds } = request
  return {
    href: publicPath(`/request/${token}`),
    money: { amountMinor, currency: knownCurrency(env().CURRENCIES, currency) },
    memo,
    stage: stageOf(request, nowEpochSeconds),
    paidBy: payerEmail,
    expiresAtEpochSeconds: Math.floor(expiresAtEpochSeconds),
  }
}
