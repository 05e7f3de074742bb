import { useTranslations } from 'next-intl'
import type { FormTarget } from '@/components/ui/action-form'
import type { ButtonVariant } from '@/components/ui/button-style'
import { type PasskeyAsk, PasskeyForm } from './passkey-form'

export interface PasskeyStepProps {
  readonly question: PasskeyAsk
  /** Gets `answer`. */
  readonly action: FormTarget
  readonly label: string
  readonly variant?: ButtonVariant
}

/** One press that a passkey answers. */
export function PasskeyStep({ question, action, label, variant = 'primary' }: PasskeyStepProps) {
  const t = useTranslations('passkey')
  const words = {
    label,
    waiting: t('waiting'),
    cancelled: t('cancelled'),
    unsupported: t('unsupported'),
    failed: t('failed'),
    known: t('known'),
  }
  return (
    <>
      <PasskeyForm question={question} action={action} words={words} variant={variant} />
      <noscript>
        <p className="mt-2 text-sm text-ink-soft">{t('needsJavaScript')}</p>
      </noscript>
    </>
  )
}
