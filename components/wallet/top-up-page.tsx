import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { ButtonLink } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import type { Money as MoneyValue } from '@/lib/money/money'
import { TopUpForm, type TopUpFormProps } from './top-up-form'

interface TopUpPageProps extends TopUpFormProps {
  /** The payment that waits for this money; null when there is none. */
  readonly purpose: { readonly merchantName: string; readonly total: MoneyValue } | null
  /** The checkout or the wallet, without adding anything. */
  readonly backHref: string
}

/** Adds play money. Not in production. */
export function TopUpPage({ purpose, backHref, ...form }: TopUpPageProps) {
  const t = useTranslations('wallet')
  return (
    <PageShell homeHref={purpose ? null : backHref}>
      <PageHeading title={t('topUpTitle')}>{t('topUpText')}</PageHeading>
      {purpose && (
        <div className="mb-6">
          <Notice
            tone="info"
            title={t.rich('topUpPurpose', {
              amount: () => <Money key="amount" value={purpose.total} />,
              name: () => <MerchantName key="name" name={purpose.merchantName} />,
            })}
          />
        </div>
      )}
      <TopUpForm {...form} />
      <div className="mt-3 text-center">
        <ButtonLink href={backHref} variant="quiet">
          {purpose ? t('backToCheckout') : t('back')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}
