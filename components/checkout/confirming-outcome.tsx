import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import type { CheckoutView } from '@/lib/checkout/checkout-view'
import { AutoRefresh } from './auto-refresh'
import { MerchantName } from './merchant-name'
import { OrderSlip } from './order-slip'
import { Outcome } from './outcome'

type ConfirmingView = Extract<CheckoutView, { state: 'confirming' }>

/** The money is on hold while another gateway finishes its part. The page looks again by itself. */
export function ConfirmingOutcome({ view }: { view: ConfirmingView }) {
  const t = useTranslations('outcome')
  const money = t.rich('confirming.money', {
    amount: () => <Money key="amount" value={view.order.total} />,
    name: () => <MerchantName key="name" name={view.merchant.name} />,
  })
  return (
    <>
      <AutoRefresh everySeconds={4} />
      <Outcome tone="info" icon="hands" title={t('confirming.title')} money={money} next={t('confirming.next')}>
        <ButtonLink href="?" variant="secondary" wide>
          {t('checkAgain')}
        </ButtonLink>
      </Outcome>
      <div className="mt-10">
        <OrderSlip merchant={view.merchant} order={view.order} amountLabel="reserved" />
      </div>
    </>
  )
}
