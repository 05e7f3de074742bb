import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { signOut } from '@/app/sign-in/actions'
import { WalletPage } from '@/components/wallet/wallet-page'
import { currentUser } from '@/lib/auth/current-user'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'
import { getLatestMovements } from '@/lib/wallet/get-latest-movements'
import { walletMoney } from '@/lib/wallet/wallet-money'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('wallet')
  return { title: t('title') }
}

export default async function Page() {
  const user = await currentUser()
  if (!user) redirect('/sign-in?next=/wallet')
  const us = await gateway()
  const [wallets, movements] = await Promise.all([
    walletMoney(user.id, us.env.CURRENCIES),
    getLatestMovements(us, user.id),
  ])
  const topUpHref = us.env.development ? publicPath('/wallet/top-up') : null
  const signOutAction = signOut.bind(null, '/wallet')
  return <WalletPage {...{ email: user.email, wallets, movements, signOut: signOutAction, topUpHref }} />
}
