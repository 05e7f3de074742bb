import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { TopUpPage } from '@/components/wallet/top-up-page'
import { currentUser } from '@/lib/auth/current-user'
import { purposeOf } from '@/lib/checkout/checkout-purpose'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { topUpProblems } from '@/lib/wallet/top-up-problem'
import { topUpAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('wallet')
  return { title: t('topUpTitle') }
}

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  if (!env().development) notFound()
  const query = await searchParams
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const checkout = /^sess_[A-Za-z0-9_-]{8,64}$/.test(text('checkout')) ? text('checkout') : ''
  const here = new URLSearchParams({ checkout, currency: text('currency'), amount: text('amount') })
  if (!(await currentUser())) redirect(`/sign-in?${new URLSearchParams({ next: `/wallet/top-up?${here}` })}`)
  const currencies = [...env().CURRENCIES.values()]
  const chosen = currencies.find(({ code }) => code === text('currency')) ?? currencies[0]
  return (
    <TopUpPage
      action={topUpAction.bind(null, checkout)}
      currencies={currencies}
      currency={chosen?.code ?? ''}
      amount={text('amount')}
      problem={topUpProblems.find((code) => code === query.problem) ?? null}
      purpose={await purposeOf(`/pay/${checkout}`)}
      backHref={publicPath(checkout ? `/pay/${checkout}` : '/wallet')}
    />
  )
}
