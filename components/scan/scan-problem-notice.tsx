import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import type { ScanProblem } from '@/lib/scanning/scan-problem'

/** Why a code led to no payment, that no money has moved, and what can be done. */
export function ScanProblemNotice({ problem }: { problem: ScanProblem }) {
  const t = useTranslations('scan')
  return (
    <Notice tone="warning" title={t(`problem.${problem}.title`)} urgent>
      {t(`problem.${problem}.text`)} {t('nothingPaid')}
    </Notice>
  )
}
