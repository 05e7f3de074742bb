import { useTranslations } from 'next-intl'
import { Outcome } from '@/components/checkout/outcome'
import { ButtonLink } from '@/components/ui/button'
import { MachineText } from '@/components/ui/machine-text'
import { Money } from '@/components/ui/money'
import { PageShell } from '@/components/ui/page-shell'
import { WalletNav } from '@/components/wallet/wallet-nav'
import type { Money as MoneyValue } from '@/lib/money/money'

interface SentPageProps {
  readonly to: string
  readonly money: MoneyValue
  readonly sendHref: string
}

/** That the money went. */
export function SentPage({ to, money, sendHref }: SentPageProps) {
  const t = useTranslations('people')
  const moved = t.rich('sentMoney', {
    amount: () => <Money key="amount" value={money} />,
    name: () => <MachineText key="name">{to}</MachineText>,
  })
  return (
    <PageShell>
      <WalletNav here={null} />
      <Outcome tone="success" icon="check" title={t('sentTitle')} money={moved} next={t('sentNext')}>
        <ButtonLink href={sendHref} variant="secondary" wide>
          {t('sendMore')}
        </ButtonLink>
      </Outcome>
    </PageShell>
  )
}
