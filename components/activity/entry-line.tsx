import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { ActivityEntry } from '@/lib/activity/activity-entry'

/** What a movement was, in a few words. */
export function EntryLine({ entry }: { entry: ActivityEntry }) {
  const t = useTranslations('activity')
  const { kind, isIncoming, party } = entry
  const person = <UntrustedText key="person" text={entry.person ?? '—'} />
  const name = () => <MerchantName key="name" name={party?.name ?? '—'} />
  switch (kind) {
    case 'payment':
    case 'refund':
    case 'incoming':
      return t.rich(`line.${kind}`, { name })
    case 'top_up':
      return t('line.topUp')
    case 'credit':
      return t('line.credit')
    case 'payout':
      return t('line.payout')
    case 'person':
      return t.rich(isIncoming ? 'line.personIn' : 'line.personOut', { name: () => person })
    case 'other':
      return t(isIncoming ? 'line.otherIn' : 'line.otherOut')
    default:
      return kind satisfies never
  }
}
