import { useTranslations } from 'next-intl'
import { type Purpose, PurposeNotice } from '@/components/checkout/purpose-notice'
import { ButtonLink } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { TopUpForm, type TopUpFormProps } from './top-up-form'

interface TopUpPageProps extends TopUpFormProps {
  /** The payment that waits for this money; null when there is none. */
  readonly purpose: Purpose | null
  /** The checkout or the wallet, without adding anything. */
  readonly backHref: string
}

/** Adds play money. Not in production. */
export function TopUpPage({ purpose, backHref, ...form }: TopUpPageProps) {
  const t = useTranslations('wallet')
  return (
    <PageShell homeHref={purpose ? null : backHref}>
      <PageHeading title={t('topUpTitle')}>{t('topUpText')}</PageHeading>
      {purpose && <PurposeNotice purpose={purpose} words="wallet.topUpPurpose" />}
      <TopUpForm {...form} />
      <div className="mt-3 text-center">
        <ButtonLink href={backHref} variant="quiet">
          {purpose ? t('backToCheckout') : t('back')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}
