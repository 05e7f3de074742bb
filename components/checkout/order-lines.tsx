import { useTranslations } from 'next-intl'
import { Children, type ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { Money } from '@/components/ui/money'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { OrderLine, OrderSummary } from '@/lib/checkout/checkout-view'

// So many fit above the Pay button on a phone; the others wait behind a press.
const linesShown = 3

/** What is paid for, the difference between that and the amount, and the total. */
export function OrderLines({ order, shown: most = linesShown }: { order: OrderSummary; shown?: number }) {
  const t = useTranslations('order')
  const { difference, total } = order
  // One line more takes no more room than the words that would hide it.
  const shown = order.lines.length === most + 1 ? most + 1 : most
  return (
    <>
      <Lines lines={order.lines.slice(0, shown)} />
      {order.lines.length > shown && <MoreLines lines={order.lines.slice(shown)} />}
      <dl>
        {difference && (
          <SumRow term={difference.amountMinor < 0n ? t('discount') : t('extra')}>
            <Money value={difference} />
          </SumRow>
        )}
        <SumRow term={t('total')} strong>
          <Money value={total} />
        </SumRow>
      </dl>
    </>
  )
}

function Lines({ lines }: { lines: readonly OrderLine[] }) {
  // The lines of an order have no names of their own, and never change places: React numbers them.
  return <ul>{Children.toArray(lines.map(renderLine))}</ul>
}

function renderLine(line: OrderLine) {
  return <Line line={line} />
}

function Line({ line }: { line: OrderLine }) {
  return (
    <li className="flex justify-between gap-6 py-1.5 print:py-0.5">
      <span className="min-w-0 flex-1 text-pretty">
        <UntrustedText text={line.name} maxLength={200} />
        {line.quantity !== '1' && <UnitPrice line={line} />}
      </span>
      <span className="max-w-3/5 shrink-0 text-end">
        <Money value={line.total} />
      </span>
    </li>
  )
}

function UnitPrice({ line }: { line: OrderLine }) {
  const t = useTranslations('order')
  return (
    <span className="block text-sm text-slip-soft tabular-nums">
      {t.rich('unitPrice', {
        quantity: () => <bdi key="quantity">{line.quantity}</bdi>,
        price: () => <Money key="price" value={line.unitPrice} />,
      })}
    </span>
  )
}

function MoreLines({ lines }: { lines: readonly OrderLine[] }) {
  const t = useTranslations('order')
  return (
    <details className="group">
      <summary className="-mx-2 flex min-h-11 list-none items-center gap-1.5 rounded-lg px-2 text-sm font-medium text-slip-soft hover:text-slip-ink [&::-webkit-details-marker]:hidden">
        {t('moreItems', { count: lines.length })}
        <Icon name="down" size={16} className="motion-safe:transition-transform group-open:rotate-180" />
      </summary>
      <Lines lines={lines} />
    </details>
  )
}

function SumRow({ term, strong = false, children }: { term: string; strong?: boolean; children: ReactNode }) {
  const look = strong ? 'mt-2 border-t border-slip-line pt-3 text-lg font-bold' : 'py-1.5 text-slip-soft'
  return (
    <div className={`flex justify-between gap-6 ${look}`}>
      <dt className="min-w-0 text-pretty">{term}</dt>
      <dd className="text-end">{children}</dd>
    </div>
  )
}
