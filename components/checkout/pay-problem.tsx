import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import type { PayError } from '@/lib/checkout/checkout-view'

type ProblemSentence = (t: ReturnType<typeof useTranslations<'problem'>>) => string

// A new error does not compile until it has words.
const sentenceOf: Record<PayError, ProblemSentence> = {
  SESSION_NOT_FOUND: (t) => t('SESSION_NOT_FOUND'),
  SESSION_EXPIRED: (t) => t('SESSION_EXPIRED'),
  SESSION_CANCELLED: (t) => t('SESSION_CANCELLED'),
  ALREADY_PAID: (t) => t('ALREADY_PAID'),
  WALLET_NOT_FOUND: (t) => t('WALLET_NOT_FOUND'),
  CURRENCY_MISMATCH: (t) => t('CURRENCY_MISMATCH'),
  INSUFFICIENT_FUNDS: (t) => t('INSUFFICIENT_FUNDS'),
  CONFIRMATION_REQUIRED: (t) => t('CONFIRMATION_REQUIRED'),
  SETTLEMENT_NOT_SUPPORTED: (t) => t('SETTLEMENT_NOT_SUPPORTED'),
  MERCHANT_UNREACHABLE: (t) => t('MERCHANT_UNREACHABLE'),
  PROVIDER_UNREACHABLE: (t) => t('PROVIDER_UNREACHABLE'),
}

/** Why the last press on Pay did nothing, and that no money moved. */
export function PayProblem({ problem }: { problem: PayError }) {
  const t = useTranslations('problem')
  return (
    <Notice tone="danger" title={t('title')} urgent>
      {sentenceOf[problem](t)}
    </Notice>
  )
}
