import { useTranslations } from 'next-intl'
import { Children } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DefinitionList } from '@/components/ui/definition-list'
import { MachineText } from '@/components/ui/machine-text'
import { Moment } from '@/components/ui/moment'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import type { MailSummary } from './mailbox-page'

interface MailPageProps {
  readonly mail: Omit<MailSummary, 'href'> & { readonly text: string }
  readonly mailboxHref: string
}

/** One mail as its reader would see it, with its links to press. */
export function MailPage({ mail, mailboxHref }: MailPageProps) {
  const t = useTranslations('devMail')
  return (
    <PageShell>
      <PageHeading title={<bdi className="untrusted">{mail.subject}</bdi>} />
      <DefinitionList
        items={[
          { term: t('to'), detail: <MachineText>{mail.to}</MachineText> },
          { term: t('sent'), detail: <Moment epochSeconds={mail.sentAtEpochSeconds} /> },
        ]}
      />
      <Card className="mt-4">
        <p dir="auto" className="untrusted whitespace-pre-wrap">
          <LinkedText text={mail.text} />
        </p>
      </Card>
      <div className="mt-5">
        <ButtonLink href={mailboxHref} variant="secondary">
          {t('back')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}

const webAddress = /(https?:\/\/[^\s<>"]+)/

/** A text whose web addresses can be pressed. */
function LinkedText({ text }: { text: string }) {
  return Children.toArray(text.split(webAddress).map(renderPiece))
}

function renderPiece(piece: string, index: number) {
  // Split at a group: every second piece is an address.
  if (index % 2 === 0) return piece
  return (
    <a href={piece} className="font-medium text-brand underline underline-offset-4">
      <bdi dir="ltr">{piece}</bdi>
    </a>
  )
}
