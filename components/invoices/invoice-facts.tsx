import { useTranslations } from 'next-intl'
import { Day } from '@/components/ui/day'
import { DefinitionList } from '@/components/ui/definition-list'
import { Money } from '@/components/ui/money'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { InvoiceView } from '@/lib/invoices/invoice-view'

/** The dates of an invoice, whom it is for, and how much of it is paid. */
export function InvoiceFacts({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('invoice')
  const { issuedDate, dueDate, customerReference, paid, due } = invoice
  const items = [
    ...(issuedDate === null ? [] : [{ term: t('issuedOn'), detail: <Day date={issuedDate} /> }]),
    ...(dueDate === null ? [] : [{ term: t('dueOn'), detail: <Day date={dueDate} /> }]),
    { term: t('customer'), detail: <UntrustedText text={customerReference} maxLength={255} /> },
    { term: t('paid'), detail: <Money value={paid} /> },
    { term: t('due'), detail: <Money value={due} /> },
  ]
  return <DefinitionList items={items} />
}
