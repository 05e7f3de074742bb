import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { MachineText } from '@/components/ui/machine-text'
import { Moment } from '@/components/ui/moment'
import { Money } from '@/components/ui/money'
import { SubmitButton } from '@/components/ui/submit-button'
import type { PaidCheckout } from '@/lib/checkout/checkout-view'
import { MerchantName } from './merchant-name'
import { OrderSlip } from './order-slip'
import { Outcome, WayBack } from './outcome'

/** The receipt of the one who paid, and the way back to the merchant. */
export function PaidOutcome({ view, receipt }: { view: PaidCheckout; receipt: FormTarget }) {
  const t = useTranslations('outcome')
  const { merchant, order } = view
  const name = () => <MerchantName key="name" name={merchant.name} />
  const moved = t.rich('paidByYou.money', { amount: () => <Money key="amount" value={order.total} />, name })
  const next = t.rich(`paidByYou.news.${view.news}`, { name })
  const money = view.isTest ? t('testMoney') : moved
  return (
    <>
      <Outcome tone="success" icon="check" title={t('paidByYou.title')} money={money} next={next}>
        <WayBack href={view.successUrl} isPersonal={view.isPersonal} merchant={<MerchantName name={merchant.name} />} />
      </Outcome>
      <section className="mt-10">
        {!view.isTest && <h2 className="mb-3 text-xl font-bold tracking-display">{t('receipt')}</h2>}
        <OrderSlip merchant={merchant} order={order} amountLabel="paid">
          <ReceiptFacts view={view} />
        </OrderSlip>
        {/* Nothing was signed in the sandbox: nobody shall take a test for money. */}
        {!view.isTest && (
          <ActionForm action={receipt} className="mt-4">
            <SubmitButton variant="secondary" pendingLabel={t('opening')} wide>
              {t('openReceipt')}
            </SubmitButton>
          </ActionForm>
        )}
      </section>
    </>
  )
}

function ReceiptFacts({ view }: { view: PaidCheckout }) {
  const t = useTranslations('outcome')
  return (
    <dl className="mt-4 space-y-2 border-t border-slip-line pt-4">
      <Fact term={t('paidAt')}>
        <Moment epochSeconds={view.paidAtEpochSeconds} />
      </Fact>
      <Fact term={t('orderNumber')}>
        <MachineText>{view.order.orderId}</MachineText>
      </Fact>
      {!view.isTest && (
        <Fact term={t('txid')}>
          <MachineText mono>{view.txid}</MachineText>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-6">
      <dt>{term}</dt>
      <dd className="min-w-0 text-slip-ink">{children}</dd>
    </div>
  )
}
