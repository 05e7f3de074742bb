import { useTranslations } from 'next-intl'
import { type Purpose, PurposeNotice } from '@/components/checkout/purpose-notice'
import { PasskeyProblemText } from '@/components/passkeys/passkey-problem-text'
import { PasskeyStep, type PasskeyStepProps } from '@/components/passkeys/passkey-step'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { EmailField } from '@/components/ui/email-field'
import { Notice } from '@/components/ui/notice'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import type { PasskeyProblem } from '@/lib/passkeys/passkey-problem'
import { type SignInProblem, SignInProblemText } from './sign-in-problem'

interface SignInPageProps {
  /** Gets `email` and the hidden fields. */
  readonly action: FormTarget
  readonly hidden?: Readonly<Record<string, string>>
  readonly purpose: Purpose | null
  readonly problem: SignInProblem | null
  /** The other way in. */
  readonly passkey: Pick<PasskeyStepProps, 'question' | 'action'> & { readonly problem: PasskeyProblem | null }
  /** What was typed before, to be corrected. */
  readonly email?: string
}

/** The first step: an address to send the code to. */
export function SignInPage({ action, hidden = {}, purpose, problem, passkey, email = '' }: SignInPageProps) {
  const [t, p] = [useTranslations('signIn'), useTranslations('passkey')]
  return (
    <PageShell>
      <PageHeading title={t('title')}>{t('intro')}</PageHeading>
      {purpose && <PurposeNotice purpose={purpose} words="signIn.purpose" />}
      {passkey.problem && (
        <div className="mb-6">
          <Notice tone="danger" title={p('problemTitle')} urgent>
            <PasskeyProblemText problem={passkey.problem} />
          </Notice>
        </div>
      )}
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
      <p className="my-4 flex items-center gap-3 text-sm text-ink-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {p('signInOr')}
      </p>
      <PasskeyStep question={passkey.question} action={passkey.action} label={p('signIn')} variant="secondary" />
    </PageShell>
  )
}
