import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import type { ButtonVariant } from '@/components/ui/button-style'
import { EmailField } from '@/components/ui/email-field'
import { SubmitButton } from '@/components/ui/submit-button'

/** The first step of somebody whom we do not know yet: an address, and on. */
export function SignInToPay({ action, passkeyHref }: { action: FormTarget; passkeyHref: string | undefined }) {
  const [t, p] = [useTranslations('checkout'), useTranslations('passkey')]
  return (
    <>
      <EmailStep action={action} title={t('signInTitle')} variant="primary" />
      {passkeyHref && (
        <div className="text-center">
          <ButtonLink href={passkeyHref} variant="quiet">
            {p('signIn')}
          </ButtonLink>
        </div>
      )}
    </>
  )
}

/** The same for somebody who may have paid already. */
export function SignInForReceipt({ action }: { action: FormTarget }) {
  const t = useTranslations('outcome.paidBySomeone')
  return <EmailStep action={action} title={t('signInTitle')} variant="secondary" />
}

interface EmailStepProps {
  readonly action: FormTarget
  readonly title: string
  readonly variant: ButtonVariant
}

function EmailStep({ action, title, variant }: EmailStepProps) {
  const [t, s] = [useTranslations('checkout'), useTranslations('signIn')]
  return (
    <ActionForm action={action} className="space-y-5">
      <div>
        <h2 className="text-xl font-bold tracking-display">{title}</h2>
        <p className="mt-1 text-ink-soft text-pretty">{t('signInText')}</p>
      </div>
      <EmailField label={t('email')} hint={variant === 'primary' && s('emailHint')} />
      <SubmitButton variant={variant} pendingLabel={t('sending')} wide>
        {s('send')}
      </SubmitButton>
    </ActionForm>
  )
}
