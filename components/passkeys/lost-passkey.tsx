import { useTranslations } from 'next-intl'
import { Folded } from '@/components/ui/folded'
import { MachineText } from '@/components/ui/machine-text'

/** The way out for somebody who is asked for a passkey that is lost. `contact` is null where the operator gave none. */
export function LostPasskey({ contact }: { contact: string | null }) {
  const t = useTranslations('passkey')
  const whom = () => (contact === null ? t('lostOperator') : <MachineText key="contact">{contact}</MachineText>)
  return (
    <Folded label={t('lost')} isCentred>
      <p className="text-sm text-ink-soft text-pretty">{t.rich('lostText', { contact: whom })}</p>
    </Folded>
  )
}
