import { useTranslations } from 'next-intl'
import { Day } from '@/components/ui/day'
import { Money } from '@/components/ui/money'
import { Notice, type Tone } from '@/components/ui/notice'
import type { InvoiceView } from '@/lib/invoices/invoice-view'

const toneOf: Record<Exclude<InvoiceView['status'], 'ISSUED'>, Tone> = {
  DRAFT: 'warning',
  PARTIALLY_PAID: 'info',
  PAID: 'success',
  OVERDUE: 'danger',
}

/** How the invoice stands, where that is more than that it is to be paid. */
export function InvoiceState({ invoice: { status, due, dueDate } }: { invoice: InvoiceView }) {
  const t = useTranslations('invoice.state')
  if (status === 'ISSUED') return null
  const parts = {
    due: () => <Money key="due" value={due} />,
    day: () => dueDate !== null && <Day key="day" date={dueDate} />,
  }
  return (
    <div className="mb-6 print:mb-2">
      <Notice tone={toneOf[status]} title={t(`${status}.title`)}>
        {t.rich(`${status}.text`, parts)}
      </Notice>
    </div>
  )
}
