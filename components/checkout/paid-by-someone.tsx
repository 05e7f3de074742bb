import { useTranslations } from 'next-intl'
import type { FormTarget } from '@/components/ui/action-form'
import type { CheckoutView } from '@/lib/checkout/checkout-view'
import { MerchantName } from './merchant-name'
import { OrderSlip } from './order-slip'
import { Outcome, WayBack } from './outcome'
import { SignInForReceipt } from './sign-in-to-pay'

type PaidView = Extract<CheckoutView, { state: 'paid_by_someone' }>

/** The order is paid; whether by this visitor is known only after signing in. */
export function PaidBySomeone({ view, signIn }: { view: PaidView; signIn: FormTarget }) {
  const t = useTranslations('outcome')
  return (
    <>
      <Outcome
        tone="success"
        icon="check"
        title={t('paidBySomeone.title')}
        money={t('paidBySomeone.money')}
        next={t('paidBySomeone.next')}
      >
        <WayBack
          href={view.successUrl}
          isPersonal={view.isPersonal}
          merchant={<MerchantName name={view.merchant.name} />}
        />
      </Outcome>
      <div className="mt-8">
        <SignInForReceipt action={signIn} />
      </div>
      <div className="mt-10">
        <OrderSlip merchant={view.merchant} order={view.order} amountLabel="paid" />
      </div>
    </>
  )
}
