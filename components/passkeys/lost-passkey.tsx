import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { MachineText } from '@/components/ui/machine-text'

/** The way out for somebody who is asked for a passkey that is lost. `contact` is null where the operator gave none. */
export function LostPasskey({ contact }: { contact: string | null }) {
  const t = useTranslations('passkey')
  const whom = () => (contact === null ? t('lostOperator') : <MachineText key="contact">{contact}</MachineText>)
  return (
    <details className="group text-sm text-ink-soft">
      <summary className="flex min-h-11 list-none items-center justify-center gap-2 font-semibold">
        {t('lost')}
        <Icon name="down" className="group-open:rotate-180" />
      </summary>
      <p className="text-pretty">{t.rich('lostText', { contact: whom })}</p>
    </details>
  )
}
