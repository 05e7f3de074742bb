import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import type { Money as MoneyValue } from '@/lib/money/money'

/** The payment for which somebody signs in. */
export interface Purpose {
  readonly merchantName: string
  readonly total: MoneyValue
}

/** Reminds of the payment that waits behind the sign-in. */
export function SignInPurpose({ purpose }: { purpose: Purpose }) {
  const t = useTranslations('signIn')
  return (
    <div className="mb-6">
      <Notice
        tone="info"
        title={t.rich('purpose', {
          amount: () => <Money key="amount" value={purpose.total} />,
          name: () => <MerchantName key="name" name={purpose.merchantName} />,
        })}
      />
    </div>
  )
}
