import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { signOut } from '@/app/sign-in/actions'
import { WalletPage } from '@/components/wallet/wallet-page'
import { readActivityFilter } from '@/lib/activity/activity-filter'
import { listActivity } from '@/lib/activity/list-activity'
import { currentUser } from '@/lib/auth/current-user'
import { listWaitingOrders } from '@/lib/checkout/list-waiting-orders'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'
import { walletMoney } from '@/lib/wallet/wallet-money'

const LATEST_ENTRIES = 5

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('wallet')
  return { title: t('title') }
}

export default async function Page() {
  const user = await currentUser()
  if (!user) redirect('/sign-in?next=/wallet')
  const us = await gateway()
  const [waiting, wallets, { entries }] = await Promise.all([
    listWaitingOrders(us, user.id),
    walletMoney(user.id, us.env.CURRENCIES),
    listActivity(us, user.id, readActivityFilter({}), null, LATEST_ENTRIES),
  ])
  const topUpHref = us.env.development ? publicPath('/wallet/top-up') : null
  const signOutAction = signOut.bind(null, '/wallet')
  return <WalletPage {...{ email: user.email, waiting, wallets, entries, signOut: signOutAction, topUpHref }} />
}
