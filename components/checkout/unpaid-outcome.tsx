import { useTranslations } from 'next-intl'
import type { IconName } from '@/components/ui/icon'
import type { Tone } from '@/components/ui/notice'
import type { CheckoutView } from '@/lib/checkout/checkout-view'
import { MerchantName } from './merchant-name'
import { OrderSlip } from './order-slip'
import { Outcome, WayBack } from './outcome'

type UnpaidView = Extract<CheckoutView, { state: 'expired' | 'cancelled' | 'paid_by_other' | 'failed' }>

interface Look {
  readonly words: 'expired' | 'cancelled' | 'paidByOther' | 'failed'
  readonly tone: Tone | 'neutral'
  readonly icon: IconName
}

const lookOf: Record<UnpaidView['state'], Look> = {
  expired: { words: 'expired', tone: 'neutral', icon: 'hands' },
  cancelled: { words: 'cancelled', tone: 'neutral', icon: 'ex' },
  paid_by_other: { words: 'paidByOther', tone: 'info', icon: 'letter' },
  failed: { words: 'failed', tone: 'warning', icon: 'mark' },
}

/** An order that this person did not pay and cannot pay any more. */
export function UnpaidOutcome({ view }: { view: UnpaidView }) {
  const t = useTranslations('outcome')
  const { words, tone, icon } = lookOf[view.state]
  const name = () => <MerchantName key="name" name={view.merchant.name} />
  return (
    <>
      <Outcome
        tone={tone}
        icon={icon}
        title={t(`${words}.title`)}
        money={view.isTest ? t('testMoney') : t(`${words}.money`)}
        next={t.rich(`${words}.next`, { name })}
      >
        <WayBack
          isPersonal={view.isPersonal}
          href={view.state === 'paid_by_other' ? view.successUrl : view.cancelUrl}
          merchant={<MerchantName name={view.merchant.name} />}
        />
      </Outcome>
      <div className="mt-10">
        <OrderSlip merchant={view.merchant} order={view.order} amountLabel="amount" />
      </div>
    </>
  )
}
