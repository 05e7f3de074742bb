import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { EmailField } from '@/components/ui/email-field'
import { SubmitButton } from '@/components/ui/submit-button'

/** The first step of somebody whom we do not know yet: an address, and on. */
export function SignInToPay({ action, passkeyHref }: { action: FormTarget; passkeyHref: string | undefined }) {
  const [t, p] = [useTranslations('checkout'), useTranslations('passkey')]
  return (
    <>
      <EmailStep action={action} title={t('signInTitle')} label={t('continue')} />
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
  return <EmailStep action={action} title={t('signInTitle')} label={t('signIn')} />
}

function EmailStep({ action, title, label }: { action: FormTarget; title: string; label: string }) {
  const t = useTranslations('checkout')
  return (
    <ActionForm action={action} className="space-y-5">
      <div>
        <h2 className="text-xl font-bold tracking-display">{title}</h2>
        <p className="mt-1 text-ink-soft text-pretty">{t('signInText')}</p>
      </div>
      <EmailField label={t('email')} />
      <SubmitButton pendingLabel={t('sending')} wide>
        {label}
      </SubmitButton>
    </ActionForm>
  )
}
