import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import { SubmitButton } from '@/components/ui/submit-button'
import { type SignInProblem, SignInProblemText } from './sign-in-problem'

interface CodeFormProps {
  /** Gets `code` and the hidden fields. */
  readonly action: FormTarget
  readonly hidden?: Readonly<Record<string, string>>
  readonly problem: SignInProblem | null
}

/** The field for the code. Spaces and dashes are let through, because people copy them along. */
export function CodeForm({ action, hidden = {}, problem }: CodeFormProps) {
  const t = useTranslations('signIn')
  return (
    <ActionForm action={action} hidden={hidden} className="space-y-5">
      <Field
        id="code"
        name="code"
        label={t('code')}
        hint={t('codeHint')}
        error={problem && <SignInProblemText problem={problem} />}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="\s*([0-9][\s\-]*){8}"
        maxLength={20}
        title={t('code')}
        required
        spellCheck={false}
        dir="ltr"
        spaced
      />
      <SubmitButton pendingLabel={t('verifying')} wide>
        {t('verify')}
      </SubmitButton>
    </ActionForm>
  )
}
