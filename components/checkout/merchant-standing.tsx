import { useTranslations } from 'next-intl'
import { MachineText } from '@/components/ui/machine-text'
import type { MerchantCard } from '@/lib/checkout/checkout-view'

const looks = {
  slip: { text: 'text-slip-soft', domain: 'text-slip-ink' },
  page: { text: 'text-ink-soft', domain: 'text-ink' },
} as const

interface MerchantStandingProps {
  readonly merchant: MerchantCard
  readonly on: keyof typeof looks
}

/** Under which domain and number a merchant is registered, or that it is no member of the network but ours. The domain is never cut: its end says whose it is. */
export function MerchantStanding({ merchant, on }: MerchantStandingProps) {
  const t = useTranslations('order')
  const { text, domain } = looks[on]
  return (
    <p className={`text-sm ${text}`}>
      {merchant.domain && (
        <span className={`block font-medium ${domain}`}>
          <MachineText>{merchant.domain}</MachineText>
        </span>
      )}
      {merchant.ocid === null ? t('ours') : t('registered', { ocid: String(merchant.ocid) })}
    </p>
  )
}
