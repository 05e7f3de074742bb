import { useTranslations } from 'next-intl'
import { PasskeyStep } from '@/components/passkeys/passkey-step'
import { PasskeyList } from './passkey-list'
import type { SecurityActions } from './security-actions'
import { SecuritySection } from './security-section'
import type { SecurityView } from './security-view'

/** The passkeys, and the way to another one once it is known who is there. */
export function PasskeysSection({ view, actions }: { view: SecurityView; actions: SecurityActions }) {
  const t = useTranslations('security')
  const { passkeys, limits, isProven } = view
  return (
    <SecuritySection title={t('passkeys')} text={t('passkeysText')}>
      {passkeys.length === 0 ? (
        <>
          <p className="font-semibold">{t('noPasskeys')}</p>
          <p className="text-ink-soft text-pretty">{t('noPasskeysText')}</p>
        </>
      ) : (
        <PasskeyList passkeys={passkeys} actions={actions} />
      )}
      {passkeys.length === 1 && limits.length > 0 && (
        <p className="text-sm text-ink-soft text-pretty">{t('removeLastHint')}</p>
      )}
      {isProven && (
        <div className="mt-4">
          <PasskeyStep
            question={actions.askToAdd}
            action={actions.add}
            label={t('add')}
            variant={passkeys.length === 0 ? 'primary' : 'secondary'}
          />
        </div>
      )}
    </SecuritySection>
  )
}
