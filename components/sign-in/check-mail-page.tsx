import { useTranslations } from 'next-intl'
import { type Purpose, PurposeNotice } from '@/components/checkout/purpose-notice'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { MachineText } from '@/components/ui/machine-text'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import { CodeForm } from './code-form'
import type { SignInProblem } from './sign-in-problem'

interface CheckMailPageProps {
  /** Gets `code` and the hidden fields. */
  readonly verify: FormTarget
  /** Gets the hidden fields. */
  readonly resend: FormTarget
  readonly hidden?: Readonly<Record<string, string>>
  readonly email: string
  readonly validMinutes: number
  readonly purpose: Purpose | null
  readonly problem: SignInProblem | null
  /** The page where another address can be given. */
  readonly otherEmailHref: string
  /** The development mailbox; null in production. */
  readonly mailboxHref: string | null
}

/** The second step: the mail is on its way, and its code goes here. */
export function CheckMailPage(props: CheckMailPageProps) {
  const { verify, resend, hidden = {}, email, validMinutes, purpose, problem, otherEmailHref, mailboxHref } = props
  const t = useTranslations('signIn')
  const address = () => (
    <strong key="email" className="text-ink">
      <MachineText>{email}</MachineText>
    </strong>
  )
  return (
    <PageShell>
      <div className="mt-2 mb-4">
        <Badge tone="info" icon="mail" />
      </div>
      <PageHeading title={t('checkMailTitle')}>
        {t.rich('checkMailText', { email: address, minutes: validMinutes })}
      </PageHeading>
      {purpose && <PurposeNotice purpose={purpose} words="signIn.purpose" />}
      <CodeForm action={verify} hidden={hidden} problem={problem} />
      {mailboxHref && (
        <div className="mt-3">
          <ButtonLink href={mailboxHref} variant="secondary" wide>
            {t('openMail')}
          </ButtonLink>
        </div>
      )}
      <p className="mt-8 text-sm text-ink-soft">{t('checkMailHint')}</p>
      <div className="-mx-3 mt-1 flex flex-wrap gap-x-2">
        <ActionForm action={resend} hidden={hidden}>
          <SubmitButton variant="quiet" pendingLabel={t('sending')}>
            {t('resend')}
          </SubmitButton>
        </ActionForm>
        <ButtonLink href={otherEmailHref} variant="quiet">
          {t('otherEmail')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}
