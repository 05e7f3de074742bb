import { useTranslations } from 'next-intl'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { WalletNav } from '@/components/wallet/wallet-nav'
import { publicPath } from '@/lib/env/public-path'
import type { Currency } from '@/lib/money/currency'
import type { SecurityProblem } from '@/lib/passkeys/security-problem'
import { DevicesSection } from './devices-section'
import { LimitsSection } from './limits-section'
import { PasskeysSection } from './passkeys-section'
import { ProveSection } from './prove-section'
import type { SecurityActions } from './security-actions'
import { SecurityProblemNotice } from './security-problem-notice'
import type { SecurityView } from './security-view'

interface SecurityPageProps {
  readonly view: SecurityView
  readonly actions: SecurityActions
  readonly currencies: readonly Currency[]
  readonly problem: SecurityProblem | null
}

/** How somebody signs in, is asked again, and is signed out elsewhere. */
export function SecurityPage({ view, actions, currencies, problem }: SecurityPageProps) {
  const t = useTranslations('security')
  return (
    <PageShell homeHref={publicPath('/wallet')}>
      <WalletNav here="security" />
      <PageHeading title={t('title')}>{t('intro')}</PageHeading>
      <div className="space-y-10">
        {problem && <SecurityProblemNotice problem={problem} />}
        {!view.isProven && <ProveSection view={view} actions={actions} />}
        <PasskeysSection view={view} actions={actions} />
        <LimitsSection view={view} actions={actions} currencies={currencies} />
        <DevicesSection view={view} actions={actions} />
      </div>
    </PageShell>
  )
}
