import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SendPage } from '@/components/people/send-page'
import { currentUser } from '@/lib/auth/current-user'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { ownProblem } from '@/lib/people/send-draft'
import { walletMoney } from '@/lib/wallet/wallet-money'
import { type Query, textOf } from '../query'
import { reviewAction } from './actions'
import { typedIn } from './query'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people')
  return { title: t('sendTitle') }
}

export default async function Page({ searchParams }: { searchParams: Query }) {
  const [user, text] = await Promise.all([currentUser(), textOf(searchParams)])
  if (!user) redirect('/sign-in?next=/wallet/send')
  const wallets = await walletMoney(user.id, env().CURRENCIES)
  const typed = typedIn(text)
  return (
    <SendPage
      action={reviewAction}
      balances={wallets.map(({ balance }) => balance)}
      typed={typed}
      problem={ownProblem(user.id, typed, { problem: text('problem'), mark: text('mark') })}
      topUpHref={env().development ? publicPath('/wallet/top-up') : null}
    />
  )
}
