import { useLocale, useTranslations } from 'next-intl'
import { currencyName } from '@/components/ui/currency-name'
import { Folded } from '@/components/ui/folded'
import { Money } from '@/components/ui/money'
import type { WalletChoice } from '@/lib/checkout/checkout-view'
import type { Money as MoneyValue } from '@/lib/money/money'

interface WalletOptionsProps {
  readonly wallets: readonly WalletChoice[]
  readonly total: MoneyValue
}

/**
 * The payer's wallets as a group of radio buttons; the first one that can pay is chosen. Those that cannot are folded away,
 * unless they are all there is.
 */
export function WalletOptions({ wallets, total }: WalletOptionsProps) {
  const t = useTranslations('checkout')
  const usable = wallets.filter(({ unusable }) => unusable === null)
  const unusable = wallets.filter(({ unusable }) => unusable !== null)
  const listOf = (shown: readonly WalletChoice[]) =>
    shown.map((wallet) => (
      <WalletOption key={wallet.walletId} wallet={wallet} total={total} preset={wallet === usable[0]} />
    ))
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">{t(usable.length === 0 ? 'yourWallets' : 'walletLegend')}</legend>
      <div className="space-y-2">{listOf(usable.length === 0 ? unusable : usable)}</div>
      {usable.length > 0 && unusable.length > 0 && (
        <div className="mt-1">
          <Folded label={t('unusableWallets', { count: unusable.length })}>
            <div className="space-y-2">{listOf(unusable)}</div>
          </Folded>
        </div>
      )}
    </fieldset>
  )
}

interface WalletOptionProps {
  readonly wallet: WalletChoice
  readonly total: MoneyValue
  readonly preset: boolean
}

function WalletOption({ wallet, total, preset }: WalletOptionProps) {
  const t = useTranslations('checkout')
  const currency = currencyName(wallet.balance.currency.code, useLocale())
  const noteId = `wallet-note-${wallet.walletId}`
  return (
    <label className="flex min-h-16 cursor-pointer items-center gap-3.5 rounded-xl border border-line-strong bg-surface px-4 py-3 has-checked:border-brand has-checked:bg-brand-soft has-checked:ring-1 has-checked:ring-brand has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus has-disabled:cursor-default has-disabled:border-line has-disabled:bg-sunken has-disabled:text-ink-soft">
      <input
        type="radio"
        name="walletId"
        value={wallet.walletId}
        defaultChecked={preset}
        disabled={wallet.unusable !== null}
        required
        aria-describedby={noteId}
        className="size-5 shrink-0 accent-brand focus-visible:outline-none"
      />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">{t('walletName', { currency })}</span>
        <span>{t.rich('balance', { amount: () => <Money key="amount" value={wallet.balance} /> })}</span>
        <span id={noteId} className="w-full text-sm text-ink-soft">
          <WalletNote wallet={wallet} total={total} />
        </span>
      </span>
    </label>
  )
}

/** What stays after paying, or why this wallet cannot pay. */
function WalletNote({ wallet, total }: { wallet: WalletChoice; total: MoneyValue }) {
  const t = useTranslations('checkout')
  if (wallet.unusable === 'OTHER_CURRENCY') return t('otherCurrency', { currency: total.currency.code })
  if (wallet.unusable === 'INSUFFICIENT_FUNDS') return t('notEnough')
  const after = wallet.balanceAfter
  return after && t.rich('afterPaying', { amount: () => <Money key="amount" value={after} /> })
}
