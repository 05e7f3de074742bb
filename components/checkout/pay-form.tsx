import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { Money } from '@/components/ui/money'
import { stickyAction } from '@/components/ui/sticky-action'
import { SubmitButton } from '@/components/ui/submit-button'
import type { WalletChoice } from '@/lib/checkout/checkout-view'
import type { Money as MoneyValue } from '@/lib/money/money'
import { WalletOptions } from './wallet-options'

interface PayFormProps {
  readonly action: FormTarget
  readonly wallets: readonly WalletChoice[]
  readonly total: MoneyValue
  /** What is worth reading before the press. */
  readonly children: ReactNode
}

/** The choice of wallet and the one button that pays. The choice is all that it sends. */
export function PayForm({ action, wallets, total, children }: PayFormProps) {
  const t = useTranslations('checkout')
  return (
    <ActionForm action={action}>
      <WalletOptions wallets={wallets} total={total} />
      <div className="mt-3">{children}</div>
      <div data-pay className={`mt-3 ${stickyAction}`}>
        <SubmitButton pendingLabel={t('paying')} wide>
          <span>{t.rich('pay', { amount: () => <Money key="amount" value={total} /> })}</span>
        </SubmitButton>
      </div>
    </ActionForm>
  )
}
