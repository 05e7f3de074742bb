import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import { ExpiryCountdown } from './expiry-countdown'

interface ExpiryClockProps {
  readonly expiresAtEpochSeconds: number
  readonly nowEpochSeconds: number
}

/** Until when an order can be paid, shown in its last five minutes only. */
export function ExpiryClock({ expiresAtEpochSeconds, nowEpochSeconds }: ExpiryClockProps) {
  const t = useTranslations('checkout')
  const time = () => <Moment key="time" epochSeconds={expiresAtEpochSeconds} timeOnly />
  return (
    <ExpiryCountdown secondsLeftOnServer={expiresAtEpochSeconds - nowEpochSeconds} timeLeftLabel={t('timeLeft')}>
      {t.rich('payUntil', { time })}
    </ExpiryCountdown>
  )
}
