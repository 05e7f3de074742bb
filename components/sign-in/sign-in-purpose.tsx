import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { Money } from '@/components/ui/money'
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
    <p className="mb-6 rounded-xl bg-slip px-4 py-3 text-slip-ink text-pretty">
      {t.rich('purpose', {
        amount: () => (
          <strong key="amount">
            <Money value={purpose.total} />
          </strong>
        ),
        name: () => <MerchantName key="name" name={purpose.merchantName} />,
      })}
    </p>
  )
}
