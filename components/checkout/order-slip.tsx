import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { MachineText } from '@/components/ui/machine-text'
import { Money } from '@/components/ui/money'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { MerchantCard, OrderSummary } from '@/lib/checkout/checkout-view'
import type { Money as MoneyValue } from '@/lib/money/money'
import { MerchantName } from './merchant-name'
import { MerchantStanding } from './merchant-standing'
import { OrderLines } from './order-lines'

interface OrderSlipProps {
  readonly merchant: MerchantCard
  readonly order: OrderSummary
  /** What the large amount is by now. */
  readonly amountLabel: 'due' | 'paid' | 'reserved' | 'amount' | 'invoice' | 'stillDue'
  /** The large amount; else the order's total. */
  readonly amount?: MoneyValue
  /** The slip carries the heading of the page while the order can be paid; else the merchant's name alone. */
  readonly heading?: ReactNode
  /** How many lines stand there without a press; else as many as leave room for the Pay button. */
  readonly linesShown?: number
  /** Stands beside the label of the amount. */
  readonly clock?: ReactNode
  /** What stands at the foot; else the number of the order. */
  readonly children?: ReactNode
}

/** The merchant's slip: who is paid and how much above the tear line, what for below it. */
export function OrderSlip({
  merchant,
  order,
  amountLabel,
  amount = order.total,
  heading,
  linesShown,
  clock,
  children,
}: OrderSlipProps) {
  const t = useTranslations('order')
  return (
    <section
      aria-label={t('label')}
      className="rounded-slip bg-slip p-5 text-slip-ink [--focus:var(--spark)] [--slip-padding:1.25rem] sm:p-6 sm:[--slip-padding:1.5rem] print:border print:border-line print:py-3"
    >
      <SlipHead merchant={merchant} heading={heading} />
      <div className="mt-4 flex flex-wrap justify-between gap-x-4 text-sm sm:mt-6">
        <p className="text-slip-soft">{t(`amountLabel.${amountLabel}`)}</p>
        {clock}
      </div>
      <p className={`leading-tight font-bold tracking-display ${amountSize(amount)}`}>
        <Money value={amount} />
      </p>
      <div className="tear-line mt-5 pt-4 sm:mt-6 sm:pt-5">
        {order.lines.length > 0 && (
          <OrderLines order={order} {...(linesShown !== undefined && { shown: linesShown })} />
        )}
        <div className="space-y-1 text-sm text-slip-soft not-first:mt-4">
          {order.memo && <Memo text={order.memo} />}
          {children ?? <OrderNumber id={order.orderId} />}
        </div>
      </div>
    </section>
  )
}

function amountSize(total: MoneyValue): string {
  return total.amountMinor.toString().length > 10 ? 'text-xl sm:text-3xl' : 'text-4xl sm:text-5xl'
}

function SlipHead({ merchant, heading }: { merchant: MerchantCard; heading: ReactNode }) {
  const Name = heading ? 'h1' : 'p'
  return (
    <div className="flex items-center gap-3.5">
      <Avatar name={merchant.name} src={merchant.iconPath} />
      <div className="min-w-0">
        <Name className="line-clamp-2 text-lg leading-snug font-bold">
          {heading ?? <MerchantName name={merchant.name} />}
        </Name>
        <MerchantStanding merchant={merchant} on="slip" />
      </div>
    </div>
  )
}

function Memo({ text }: { text: string }) {
  return (
    <p>
      <UntrustedText text={text} maxLength={280} clamp="three-lines" />
    </p>
  )
}

function OrderNumber({ id }: { id: string }) {
  const t = useTranslations('order')
  return (
    <p className="line-clamp-2">
      {t.rich('number', {
        id: () => <MachineText key="id">{id}</MachineText>,
      })}
    </p>
  )
}
