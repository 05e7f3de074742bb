import { useLocale, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { currencyName } from '@/components/ui/currency-name'
import { EmptyState } from '@/components/ui/empty-state'
import { Money } from '@/components/ui/money'
import type { Money as MoneyValue } from '@/lib/money/money'

export interface WalletBalanceItem {
  readonly walletId: string
  readonly balance: MoneyValue
}

/** What is in each of a person's wallets. */
export function WalletCard({ wallets }: { wallets: readonly WalletBalanceItem[] }) {
  const t = useTranslations('wallet')
  if (wallets.length === 0) return <EmptyState icon="wallet" title={t('empty')} text={t('emptyText')} />
  return (
    <Card className="py-2 sm:py-3">
      <h2 className="sr-only">{t('balances')}</h2>
      <ul className="divide-y divide-line">
        {wallets.map((wallet) => (
          <WalletRow key={wallet.walletId} wallet={wallet} />
        ))}
      </ul>
    </Card>
  )
}

function WalletRow({ wallet }: { wallet: WalletBalanceItem }) {
  const { code } = wallet.balance.currency
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 py-4">
      <span className="text-ink-soft">{currencyName(code, useLocale())}</span>
      <span className="ms-auto text-xl font-bold tracking-display">
        <Money value={wallet.balance} />
      </span>
    </li>
  )
}
