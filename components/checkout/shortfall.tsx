import { useLocale, useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { currencyName } from '@/components/ui/currency-name'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import type { Payer } from '@/lib/checkout/checkout-view'
import type { Money as MoneyValue } from '@/lib/money/money'
import { WalletOptions } from './wallet-options'

interface ShortfallProps {
  readonly payer: Payer
  readonly missing: MoneyValue
  readonly total: MoneyValue
  readonly topUpHref: string | null
  readonly walletHref: string
}

/** No wallet can pay: what is missing, and the way to add it and come back. */
export function Shortfall({ payer, missing, total, topUpHref, walletHref }: ShortfallProps) {
  const t = useTranslations('checkout')
  const locale = useLocale()
  const amount = () => <Money key="amount" value={missing} />
  const hasCurrency = payer.wallets.some(({ balance }) => balance.currency.code === total.currency.code)
  return (
    <div className="space-y-5">
      <Notice
        tone="warning"
        title={t(hasCurrency ? 'shortTitle' : 'otherCurrencyTitle', {
          currency: currencyName(total.currency.code, locale),
        })}
      >
        <p>{t.rich('shortBy', { amount })}</p>
        {!topUpHref && <p className="mt-1">{t('shortNoTopUp')}</p>}
      </Notice>
      {payer.wallets.length > 0 && <WalletOptions wallets={payer.wallets} total={total} />}
      <ButtonLink href={topUpHref ?? walletHref} variant={topUpHref ? 'primary' : 'secondary'} wide>
        {topUpHref ? <span>{t.rich('topUp', { amount })}</span> : t('openWallet')}
      </ButtonLink>
    </div>
  )
}
