import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { MachineText } from '@/components/ui/machine-text'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ActivityEntry } from '@/lib/activity/activity-entry'
import type { WaitingOrder } from '@/lib/checkout/list-waiting-orders'
import { HomeActions } from './home-actions'
import { LatestMovements } from './latest-movements'
import { WaitingOrders } from './waiting-orders'
import { type WalletBalanceItem, WalletCard } from './wallet-card'
import { WalletNav } from './wallet-nav'

interface WalletPageProps {
  readonly email: string
  readonly waiting: readonly WaitingOrder[]
  readonly wallets: readonly WalletBalanceItem[]
  /** The newest, not all. */
  readonly entries: readonly ActivityEntry[]
  /** Gets nothing. */
  readonly signOut: FormTarget
  /** The top-up page; null in production. */
  readonly topUpHref: string | null
}

/** A person's wallets, what can be done with them, and what happened last. */
export function WalletPage({ email, waiting, wallets, entries, signOut, topUpHref }: WalletPageProps) {
  const t = useTranslations('wallet')
  const address = () => <MachineText key="email">{email}</MachineText>
  return (
    <PageShell>
      <WalletNav here="home" />
      <PageHeading title={t('title')}>{t.rich('signedInAs', { email: address })}</PageHeading>
      <WaitingOrders orders={waiting} />
      <WalletCard wallets={wallets} />
      <HomeActions topUpHref={topUpHref} />
      <LatestMovements entries={entries} />
      <ActionForm action={signOut} className="mt-5 text-center">
        <SubmitButton variant="quiet" pendingLabel={t('signOut')}>
          {t('signOut')}
        </SubmitButton>
      </ActionForm>
    </PageShell>
  )
}
