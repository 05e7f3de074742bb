import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { TopUpPage } from '@/components/wallet/top-up-page'
import { currentUser } from '@/lib/auth/current-user'
import { type CheckoutPurpose, purposeOf } from '@/lib/checkout/checkout-purpose'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { getRequestView } from '@/lib/people/request-view'
import { topUpProblems } from '@/lib/wallet/top-up-problem'
import { type Query, textOf } from '../query'
import { topUpAction } from './actions'
import { pathOf, readWaiting, type Waiting } from './waiting'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('wallet')
  return { title: t('topUpTitle') }
}

export default async function Page({ searchParams }: { searchParams: Query }) {
  if (!env().development) notFound()
  const text = await textOf(searchParams)
  const waiting = readWaiting(text)
  const here = new URLSearchParams({ ...waiting, currency: text('currency'), amount: text('amount') })
  if (!(await currentUser())) redirect(`/sign-in?${new URLSearchParams({ next: `/wallet/top-up?${here}` })}`)
  const currencies = [...env().CURRENCIES.values()]
  const chosen = currencies.find(({ code }) => code === text('currency')) ?? currencies[0]
  return (
    <TopUpPage
      action={topUpAction}
      hidden={{ ...waiting }}
      currencies={currencies}
      currency={chosen?.code ?? ''}
      amount={text('amount')}
      problem={topUpProblems.find((code) => code === text('problem')) ?? null}
      purpose={await purposeFor(waiting)}
      backHref={publicPath(pathOf(waiting))}
    />
  )
}

async function purposeFor(waiting: Waiting): Promise<CheckoutPurpose | null> {
  if (waiting.request === undefined) return purposeOf(pathOf(waiting))
  const view = await getRequestView(waiting.request, null, env().CURRENCIES, Date.now() / 1000)
  return view?.stage === 'open' ? { merchantName: view.askerName, total: view.money } : null
}
