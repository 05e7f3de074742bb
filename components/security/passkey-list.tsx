import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import { Field } from '@/components/ui/field'
import { Moment } from '@/components/ui/moment'
import { SubmitButton } from '@/components/ui/submit-button'
import { UntrustedText } from '@/components/ui/untrusted-text'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import type { SecurityActions } from './security-actions'
import type { PasskeyItem } from './security-view'

interface PasskeyListProps {
  readonly passkeys: readonly PasskeyItem[]
  readonly actions: Pick<SecurityActions, 'rename' | 'remove'>
}

/** The person's passkeys, each with its name to change and the way to be rid of it. */
export function PasskeyList({ passkeys, actions }: PasskeyListProps) {
  return (
    <ul className="divide-y divide-line">
      {passkeys.map((passkey) => (
        <li key={passkey.id} className="py-4 first:pt-0">
          <PasskeyRow passkey={passkey} actions={actions} />
        </li>
      ))}
    </ul>
  )
}

function PasskeyRow({ passkey, actions }: { passkey: PasskeyItem; actions: PasskeyListProps['actions'] }) {
  const t = useTranslations('security')
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <div className="min-w-0 flex-1">
          <p className="font-semibold">
            <UntrustedText text={passkey.name} />
          </p>
          <PasskeyTimes passkey={passkey} />
        </div>
        <ActionForm action={actions.remove} hidden={{ id: passkey.id }} className="-mx-3">
          <SubmitButton variant="quiet" pendingLabel={t('removing')}>
            <span aria-hidden="true">{t('remove')}</span>
            <VisuallyHidden>{t('removeOf', { name: passkey.name })}</VisuallyHidden>
          </SubmitButton>
        </ActionForm>
      </div>
      <RenameForm passkey={passkey} action={actions.rename} />
    </>
  )
}

function PasskeyTimes({ passkey }: { passkey: PasskeyItem }) {
  const t = useTranslations('security')
  const { createdAtEpochSeconds, lastUsedAtEpochSeconds } = passkey
  const added = () => <Moment key="added" epochSeconds={createdAtEpochSeconds} />
  const used = () => <Moment key="used" epochSeconds={lastUsedAtEpochSeconds ?? 0} />
  return (
    <p className="text-sm text-ink-soft">
      {t.rich('addedAt', { time: added })}
      {' · '}
      {lastUsedAtEpochSeconds === null ? t('neverUsed') : t.rich('usedAt', { time: used })}
    </p>
  )
}

function RenameForm({ passkey, action }: { passkey: PasskeyItem; action: SecurityActions['rename'] }) {
  const t = useTranslations('security')
  return (
    <details className="mt-1">
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-sm font-semibold text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink">
        <span aria-hidden="true">{t('rename')}</span>
        <VisuallyHidden>{t('renameOf', { name: passkey.name })}</VisuallyHidden>
      </summary>
      <ActionForm action={action} hidden={{ id: passkey.id }} className="space-y-3 pt-2">
        <Field
          id={`name-${passkey.id}`}
          name="name"
          label={t('name')}
          defaultValue={passkey.name}
          maxLength={60}
          autoComplete="off"
          dir="auto"
          required
        />
        <SubmitButton variant="secondary" pendingLabel={t('saving')}>
          {t('save')}
        </SubmitButton>
      </ActionForm>
    </details>
  )
}
