import { useTranslations } from 'next-intl'
import { UntrustedText } from './untrusted-text'

interface OperatorContactProps {
  /** As the operator wrote it: an address, a number, a link or words; null where there is none. */
  readonly contact: string | null
  /** What a mail to them is about. */
  readonly subject?: string
}

const address = /^[^\s@?&]+@[^\s@?&]+$/

/** Whom to ask, within a sentence; an address can be pressed. */
export function OperatorContact({ contact, subject }: OperatorContactProps) {
  const t = useTranslations('passkey')
  if (contact === null) return t('lostOperator')
  if (!address.test(contact)) return <UntrustedText text={contact} />
  const query = subject === undefined ? '' : `?subject=${encodeURIComponent(subject)}`
  return (
    <a href={`mailto:${contact}${query}`} className="font-semibold text-ink underline underline-offset-4">
      <UntrustedText text={contact} />
    </a>
  )
}
