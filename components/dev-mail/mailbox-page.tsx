import { useTranslations } from 'next-intl'
import { EmptyState } from '@/components/ui/empty-state'
import { MachineText } from '@/components/ui/machine-text'
import { Moment } from '@/components/ui/moment'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'

export interface MailSummary {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly sentAtEpochSeconds: number
  readonly href: string
}

/** The mails of an installation without a mail server, newest first. */
export function MailboxPage({ mails }: { mails: readonly MailSummary[] }) {
  const t = useTranslations('devMail')
  return (
    <PageShell>
      <PageHeading title={t('title')}>{t('intro')}</PageHeading>
      {mails.length === 0 ? (
        <EmptyState icon="mail" title={t('empty')} text={t('emptyText')} />
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface">
          {mails.map((mail) => (
            <MailRow key={mail.id} mail={mail} />
          ))}
        </ul>
      )}
    </PageShell>
  )
}

function MailRow({ mail }: { mail: MailSummary }) {
  return (
    <li>
      <a href={mail.href} className="block px-5 py-4 -outline-offset-4 hover:bg-sunken">
        <bdi className="untrusted block font-semibold">{mail.subject}</bdi>
        <span className="mt-0.5 flex flex-wrap justify-between gap-x-6 text-sm text-ink-soft">
          <MachineText>{mail.to}</MachineText>
          <Moment epochSeconds={mail.sentAtEpochSeconds} />
        </span>
      </a>
    </li>
  )
}
