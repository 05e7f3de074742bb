import { useTranslations } from 'next-intl'
import { Folded } from '@/components/ui/folded'
import { OperatorContact } from '@/components/ui/operator-contact'

/** The way out for somebody who is asked for a passkey that is lost. `contact` is null where the operator gave none. */
export function LostPasskey({ contact }: { contact: string | null }) {
  const t = useTranslations('passkey')
  const whom = () => <OperatorContact key="contact" contact={contact} />
  return (
    <Folded label={t('lost')} isCentred>
      <p className="text-sm text-ink-soft text-pretty">{t.rich('lostText', { contact: whom })}</p>
    </Folded>
  )
}
