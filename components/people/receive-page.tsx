import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { DefinitionList } from '@/components/ui/definition-list'
import { MachineText } from '@/components/ui/machine-text'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { WalletNav } from '@/components/wallet/wallet-nav'

interface ReceivePageProps {
  readonly ourOcid: number
  readonly reference: string
  /** The identity of its own on the network that the person has. */
  readonly ownOcid: number | null
  readonly email: string
}

/** What a person tells others who want to send money, here and from other gateways. */
export function ReceivePage({ ourOcid, reference, ownOcid, email }: ReceivePageProps) {
  const t = useTranslations('people')
  const mono = (text: string) => (
    <span className="select-all">
      <MachineText mono>{text}</MachineText>
    </span>
  )
  const items = [
    { term: t('receiveOcid'), detail: mono(String(ourOcid)) },
    { term: t('receiveReference'), detail: mono(reference) },
    ...(ownOcid === null ? [] : [{ term: t('receiveOwnOcid'), detail: mono(String(ownOcid)) }]),
  ]
  return (
    <PageShell>
      <WalletNav here="receive" />
      <PageHeading title={t('receiveTitle')}>
        {t.rich('receiveHere', { email: () => <MachineText key="email">{email}</MachineText> })}
      </PageHeading>
      <h2 className="text-xl font-bold tracking-display">{t('receiveElsewhere')}</h2>
      <p className="mt-1 mb-3 text-ink-soft text-pretty">{t('receiveText')}</p>
      <Card className="py-1 sm:py-2">
        <DefinitionList items={items} />
      </Card>
      <div className="mt-4">
        <CopyButton text={reference} label={t('copyReference')} doneLabel={t('copied')} />
      </div>
      <p className="mt-4 text-sm text-ink-soft text-pretty">{t('receiveHint')}</p>
    </PageShell>
  )
}
