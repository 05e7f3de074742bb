import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'

/** For an address from which invoices were guessed. */
export function TooManyInvoices() {
  const t = useTranslations('invoice')
  return (
    <PageShell>
      <div className="mt-4 mb-5 sm:mt-10">
        <Badge tone="warning" icon="hands" />
      </div>
      <PageHeading title={t('tooManyTitle')}>{t('tooManyText')}</PageHeading>
    </PageShell>
  )
}
