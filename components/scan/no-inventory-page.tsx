import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { publicPath } from '@/lib/env/public-path'
import type { ScanProblem } from '@/lib/scanning/scan-problem'
import { ScanProblemNotice } from './scan-problem-notice'

/** Stands where an inventory would be, when there is none to be had. */
export function NoInventoryPage({ problem, scanHref }: { problem: ScanProblem; scanHref: string }) {
  const t = useTranslations('inventory')
  return (
    <PageShell homeHref={publicPath('/wallet')}>
      <PageHeading title={t('noneTitle')} />
      <ScanProblemNotice problem={problem} />
      <div className="mt-6">
        <ButtonLink href={scanHref} wide>
          {t('scanAgain')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}
