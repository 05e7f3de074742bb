import { useTranslations } from 'next-intl'
import { LostPasskey } from '@/components/passkeys/lost-passkey'
import { PasskeyStep } from '@/components/passkeys/passkey-step'
import { ActionForm } from '@/components/ui/action-form'
import { SubmitButton } from '@/components/ui/submit-button'
import type { SecurityActions } from './security-actions'
import { SecuritySection } from './security-section'
import type { SecurityView } from './security-view'

/** How the person shows who is there, before what protects the wallet is changed. */
export function ProveSection({ view, actions }: { view: SecurityView; actions: SecurityActions }) {
  const t = useTranslations('security')
  const needsPasskey = view.limits.length > 0
  const text = t(needsPasskey ? 'proofTextPasskey' : 'proofText', { minutes: view.proofMinutes })
  return (
    <SecuritySection title={t('proofTitle')} text={text}>
      <div className="space-y-3">
        {view.passkeys.length > 0 && (
          <PasskeyStep question={actions.askToProve} action={actions.prove} label={t('prove')} />
        )}
        {needsPasskey && <LostPasskey contact={view.operatorContact} />}
        {!needsPasskey && (
          <ActionForm action={actions.mailCode} hidden={{ email: view.email }}>
            <SubmitButton variant={view.passkeys.length > 0 ? 'secondary' : 'primary'} pendingLabel={t('mailing')} wide>
              {t('mailCode')}
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </SecuritySection>
  )
}
