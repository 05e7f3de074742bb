import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'

/** For an address from which receipts or invoices were guessed. */
export function TooManyGuesses({ of }: { of: 'receipt' | 'invoice' }) {
  const t = useTranslations(of)
  return (
    <PageShell>
      <div className="mt-4 mb-5 sm:mt-10">
        <Badge tone="warning" icon="hands" />
      </div>
      <PageHeading title={t('tooManyTitle')}>{t('tooManyText')}</PageHeading>
    </PageShell>
  )
}
