import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { EmailField } from '@/components/ui/email-field'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import { type SignInProblem, SignInProblemText } from './sign-in-problem'
import { type Purpose, SignInPurpose } from './sign-in-purpose'

interface SignInPageProps {
  /** Gets `email` and the hidden fields. */
  readonly action: FormTarget
  readonly hidden?: Readonly<Record<string, string>>
  readonly purpose: Purpose | null
  readonly problem: SignInProblem | null
  /** What was typed before, to be corrected. */
  readonly email?: string
}

/** The first step: an address to send the code to. */
export function SignInPage({ action, hidden = {}, purpose, problem, email = '' }: SignInPageProps) {
  const t = useTranslations('signIn')
  return (
    <PageShell>
      <PageHeading title={t('title')}>{t('intro')}</PageHeading>
      {purpose && <SignInPurpose purpose={purpose} />}
      <ActionForm action={action} hidden={hidden} className="space-y-5">
        <EmailField
          label={t('email')}
          hint={t('emailHint')}
          error={problem && <SignInProblemText problem={problem} />}
          defaultValue={email}
        />
        <SubmitButton pendingLabel={t('sending')} wide>
          {t('send')}
        </SubmitButton>
      </ActionForm>
    </PageShell>
  )
}
