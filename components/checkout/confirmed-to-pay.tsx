import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import { Notice } from '@/components/ui/notice'

/** Says above Pay that the payment is confirmed, and until when that counts. */
export function ConfirmedToPay({ untilEpochSeconds }: { untilEpochSeconds: number }) {
  const t = useTranslations('payConfirmation')
  const time = () => <Moment key="time" epochSeconds={untilEpochSeconds} timeOnly />
  return <Notice tone="success" title={t.rich('confirmed', { time })} />
}
