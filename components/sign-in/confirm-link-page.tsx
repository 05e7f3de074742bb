import { useTranslations } from 'next-intl'
import { type Purpose, PurposeNotice } from '@/components/checkout/purpose-notice'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { MachineText } from '@/components/ui/machine-text'
import { Notice } from '@/components/ui/notice'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import { type SignInProblem, SignInProblemText } from './sign-in-problem'

interface ConfirmLinkPageProps {
  /** Gets the hidden fields: what the link of the mail carried. */
  readonly action: FormTarget
  readonly hidden: Readonly<Record<string, string>>
  readonly email: string
  readonly purpose: Purpose | null
  /** When set, the link is spent: the page leads to a new code instead. */
  readonly problem: SignInProblem | null
  readonly signInHref: string
}

/** Where the link of the mail leads. It asks for a press, because mail scanners open links but press no buttons. */
export function ConfirmLinkPage({ action, hidden, email, purpose, problem, signInHref }: ConfirmLinkPageProps) {
  const t = useTranslations('signIn')
  if (problem) return <SpentLink problem={problem} signInHref={signInHref} />
  const address = () => (
    <strong key="email" className="text-ink">
      <MachineText>{email}</MachineText>
    </strong>
  )
  return (
    <PageShell>
      <PageHeading title={t('confirmTitle')}>{t.rich('confirmText', { email: address })}</PageHeading>
      {purpose && <PurposeNotice purpose={purpose} words="signIn.purpose" />}
      <ActionForm action={action} hidden={hidden}>
        <SubmitButton pendingLabel={t('verifying')} wide>
          {t('confirm')}
        </SubmitButton>
      </ActionForm>
      <p className="mt-6 text-sm text-ink-soft">{t('confirmNotYou')}</p>
    </PageShell>
  )
}

function SpentLink({ problem, signInHref }: { problem: SignInProblem; signInHref: string }) {
  const t = useTranslations('signIn')
  return (
    <PageShell>
      <PageHeading title={t('title')} />
      <Notice tone="warning" title={t('problemTitle')}>
        <SignInProblemText problem={problem} />
      </Notice>
      <div className="mt-5">
        <ButtonLink href={signInHref} wide>
          {t('resend')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}
