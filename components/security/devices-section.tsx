import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form'
import { Moment } from '@/components/ui/moment'
import { SubmitButton } from '@/components/ui/submit-button'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import type { SecurityActions } from './security-actions'
import { SecuritySection } from './security-section'
import type { DeviceItem, SecurityView } from './security-view'

/** Where the person is signed in, and the way out of each place. */
export function DevicesSection({ view, actions }: { view: SecurityView; actions: SecurityActions }) {
  const t = useTranslations('security')
  return (
    <SecuritySection title={t('sessions')} text={t('sessionsText')}>
      <ul className="divide-y divide-line">
        {view.devices.map((device) => (
          <DeviceRow key={device.id} device={device} end={actions.endSession} />
        ))}
      </ul>
      {view.devices.length > 1 && (
        <ActionForm action={actions.endOthers} className="mt-3">
          <SubmitButton variant="secondary" pendingLabel={t('ending')} wide>
            {t('endOthers')}
          </SubmitButton>
        </ActionForm>
      )}
    </SecuritySection>
  )
}

function DeviceRow({ device, end }: { device: DeviceItem; end: SecurityActions['endSession'] }) {
  const t = useTranslations('security')
  const browser = device.browser ?? t('unknownBrowser')
  const name = device.system === null ? browser : t('device', { browser, system: device.system })
  const signedIn = () => <Moment key="signed-in" epochSeconds={device.createdAtEpochSeconds} />
  const seen = () => <Moment key="seen" epochSeconds={device.lastSeenAtEpochSeconds} />
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 py-4 first:pt-0">
      <div className="min-w-0 flex-1">
        <p className="font-semibold">
          {name}
          {device.isThis && (
            <span className="ms-2 inline-block rounded-full bg-success-soft px-2.5 py-0.5 text-sm text-success">
              {t('thisDevice')}
            </span>
          )}
        </p>
        <p className="text-sm text-ink-soft">
          {t.rich('signedInAt', { time: signedIn })}
          {' · '}
          {t.rich('seenAt', { time: seen })}
        </p>
      </div>
      <ActionForm action={end} hidden={{ id: device.id }} className="-mx-3">
        <SubmitButton variant="quiet" pendingLabel={t('ending')}>
          <span aria-hidden="true">{t('end')}</span>
          <VisuallyHidden>{t('endOf', { device: name })}</VisuallyHidden>
        </SubmitButton>
      </ActionForm>
    </li>
  )
}
