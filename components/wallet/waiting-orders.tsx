import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { ButtonLink } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import type { WaitingOrder } from '@/lib/checkout/list-waiting-orders'
import { publicPath } from '@/lib/env/public-path'

/** Orders that merchants brought to this person and that wait for an answer. */
export function WaitingOrders({ orders }: { orders: readonly WaitingOrder[] }) {
  const t = useTranslations('walletHome')
  return (
    <ul className="mb-5 space-y-3 empty:hidden">
      {orders.map(({ sessionId, merchantName, total }) => (
        <li key={sessionId}>
          <Notice
            tone="info"
            title={t.rich('asked', {
              name: () => <MerchantName key="name" name={merchantName} />,
              amount: () => <Money key="amount" value={total} />,
            })}
          >
            <ButtonLink href={publicPath(`/pay/${sessionId}`)} variant="secondary">
              {t('seeOrder')}
            </ButtonLink>
          </Notice>
        </li>
      ))}
    </ul>
  )
}
