import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { signOut } from '@/app/sign-in/actions'
import { WalletPage } from '@/components/wallet/wallet-page'
import { currentUser } from '@/lib/auth/current-user'
import { env } from '@/lib/env/env'
import { publicPath } from '@/lib/env/public-path'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import { knownCurrency } from '@/lib/money/known-currency'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('wallet')
  return { title: t('title') }
}

export default async function Page() {
  const user = await currentUser()
  if (!user) redirect('/sign-in?next=/wallet')
  const balances = await readWalletBalances(user.id, 'LIVE')
  const wallets = balances.map(({ accountId, currency, availableMinor }) => ({
    walletId: String(accountId),
    balance: { amountMinor: availableMinor, currency: knownCurrency(env().CURRENCIES, currency) },
  }))
  const topUpHref = env().development ? publicPath('/wallet/top-up') : null
  return (
    <WalletPage email={user.email} wallets={wallets} signOut={signOut.bind(null, '/wallet')} topUpHref={topUpHref} />
  )
}
