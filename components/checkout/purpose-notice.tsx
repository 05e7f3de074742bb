import { useTranslations } from 'next-intl'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import type { Money as MoneyValue } from '@/lib/money/money'
import { MerchantName } from './merchant-name'

/** The payment for which somebody is on another page. */
export interface Purpose {
  readonly merchantName: string
  readonly total: MoneyValue
}

interface PurposeNoticeProps {
  readonly purpose: Purpose
  readonly words: 'signIn.purpose' | 'wallet.topUpPurpose'
}

/** Reminds of the payment that waits behind this page. */
export function PurposeNotice({ purpose, words }: PurposeNoticeProps) {
  const t = useTranslations()
  return (
    <div className="mb-6">
      <Notice
        tone="info"
        title={t.rich(words, {
          amount: () => <Money key="amount" value={purpose.total} />,
          name: () => <MerchantName key="name" name={purpose.merchantName} />,
        })}
      />
    </div>
  )
}
