import { useTranslations } from 'next-intl'
import { LostPasskey } from '@/components/passkeys/lost-passkey'
import { PasskeyProblemText } from '@/components/passkeys/passkey-problem-text'
import { PasskeyStep, type PasskeyStepProps } from '@/components/passkeys/passkey-step'
import { ButtonLink } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import type { Money as MoneyValue } from '@/lib/money/money'
import type { PasskeyProblem } from '@/lib/passkeys/passkey-problem'

/** A payment above the amount that its payer has set. */
export interface PayConfirmation extends Pick<PasskeyStepProps, 'question' | 'action'> {
  readonly askedAbove: MoneyValue
  /** Until when the confirmation counts; null when there is none yet. */
  readonly confirmedUntilEpochSeconds: number | null
  /** Why the last try was not accepted. */
  readonly problem: PasskeyProblem | null
  readonly settingsHref: string
  /** Whom to turn to about a lost passkey; null where the operator gave no address. */
  readonly operatorContact: string | null
}

/** The step before Pay for somebody who wants to be asked again. */
export function ConfirmToPay({ confirmation }: { confirmation: PayConfirmation }) {
  const [t, p] = [useTranslations('payConfirmation'), useTranslations('passkey')]
  const amount = () => <Money key="amount" value={confirmation.askedAbove} />
  return (
    <div className="space-y-5">
      {confirmation.problem && (
        <Notice tone="danger" title={p('problemTitle')} urgent>
          <PasskeyProblemText problem={confirmation.problem} />
        </Notice>
      )}
      <div>
        <h2 className="text-xl font-bold tracking-display">{t('title')}</h2>
        <p className="mt-1 text-ink-soft text-pretty">{t.rich('text', { amount })}</p>
      </div>
      <PasskeyStep question={confirmation.question} action={confirmation.action} label={t('confirm')} />
      <LostPasskey contact={confirmation.operatorContact} />
      <div className="text-center">
        <ButtonLink href={confirmation.settingsHref} variant="quiet">
          {t('settings')}
        </ButtonLink>
      </div>
    </div>
  )
}
