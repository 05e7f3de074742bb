import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { MachineText } from '@/components/ui/machine-text'
import { Notice } from '@/components/ui/notice'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'

interface VerifyPageProps {
  readonly homeHref: string
  /** The form and its result, which live in the browser alone. */
  readonly children: ReactNode
}

/** The verifier: what it does, and what stands there when it cannot. */
export function VerifyPage({ homeHref, children }: VerifyPageProps) {
  const t = useTranslations('verify')
  return (
    <PageShell homeHref={homeHref}>
      <PageHeading title={t('title')}>{t('text')}</PageHeading>
      {children}
    </PageShell>
  )
}

/** What stands in the place of the form while, and where, no JavaScript runs. */
export function VerifyWithoutScript() {
  const t = useTranslations('verify')
  return (
    <Notice tone="info" title={t('noScript')}>
      <p>{t('noScriptText')}</p>
      <p className="mt-2">
        <MachineText mono>oc verify-proof FILE</MachineText>
      </p>
    </Notice>
  )
}
