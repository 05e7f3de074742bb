import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { MachineText } from '@/components/ui/machine-text'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import { type WalletBalanceItem, WalletCard } from './wallet-card'

interface WalletPageProps {
  readonly email: string
  readonly wallets: readonly WalletBalanceItem[]
  /** Gets nothing. */
  readonly signOut: FormTarget
  /** The top-up page; null in production. */
  readonly topUpHref: string | null
}

/** A person's wallets. */
export function WalletPage({ email, wallets, signOut, topUpHref }: WalletPageProps) {
  const t = useTranslations('wallet')
  const address = () => <MachineText key="email">{email}</MachineText>
  return (
    <PageShell>
      <PageHeading title={t('title')}>{t.rich('signedInAs', { email: address })}</PageHeading>
      <WalletCard wallets={wallets} />
      {topUpHref && (
        <div className="mt-5">
          <ButtonLink href={topUpHref} wide>
            {t('topUp')}
          </ButtonLink>
        </div>
      )}
      <ActionForm action={signOut} className="mt-3 text-center">
        <SubmitButton variant="quiet" pendingLabel={t('signOut')}>
          {t('signOut')}
        </SubmitButton>
      </ActionForm>
    </PageShell>
  )
}
