import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { OrderSlip } from '@/components/checkout/order-slip'
import { TestBanner } from '@/components/checkout/test-banner'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { MachineText } from '@/components/ui/machine-text'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { PrintButton } from '@/components/ui/print-button'
import { QrCode } from '@/components/ui/qr-code'
import { stickyAction } from '@/components/ui/sticky-action'
import { SubmitButton } from '@/components/ui/submit-button'
import type { InvoiceView } from '@/lib/invoices/invoice-view'
import { InvoiceFacts } from './invoice-facts'
import { InvoiceState } from './invoice-state'

interface InvoicePageProps {
  readonly invoice: InvoiceView
  /** Gets nothing; leads to where all that is due is paid. */
  readonly pay: FormTarget
  /** The last press on Pay led nowhere. */
  readonly wasRefused: boolean
}

/** What is to be paid to whom, and how much of it is; for anybody who has its address, and for paper. */
export function InvoicePage({ invoice, pay, wasRefused }: InvoicePageProps) {
  const t = useTranslations('invoice')
  const { merchant, order, number } = invoice
  const isPartly = invoice.paid.amountMinor > 0n && invoice.due.amountMinor > 0n
  const numbered = number === null ? t('draftNumber') : t('number', { number: String(number) })
  return (
    <PageShell>
      {invoice.isTest && <TestBanner />}
      {wasRefused && <Refused />}
      <PageHeading title={number === null ? t('draftHeading') : t('heading', { number: String(number) })}>
        {t.rich('from', { name: () => <MerchantName key="name" name={merchant.name} /> })}
      </PageHeading>
      <InvoiceState invoice={invoice} />
      {/* Paper has no press that shows more. */}
      <OrderSlip
        merchant={merchant}
        order={order}
        amountLabel={isPartly ? 'stillDue' : 'invoice'}
        amount={isPartly ? invoice.due : order.total}
        linesShown={order.lines.length}
      >
        <p>{numbered}</p>
      </OrderSlip>
      <div className="mt-6 border-y border-line print:mt-2">
        <InvoiceFacts invoice={invoice} />
      </div>
      {invoice.canPay && <PayStep invoice={invoice} pay={pay} />}
      <div className="mt-6 flex items-center gap-5 print:mt-3 print:break-inside-avoid">
        <div className="w-36 shrink-0 print:w-28">
          <QrCode text={invoice.url} label={t('qr')} />
        </div>
        <div className="min-w-0 text-sm">
          <p>{t('scan')}</p>
          <MachineText>{invoice.url}</MachineText>
        </div>
      </div>
      <div className="mt-8 print:hidden">
        <PrintButton>{t('print')}</PrintButton>
      </div>
    </PageShell>
  )
}

function PayStep({ invoice, pay }: Pick<InvoicePageProps, 'invoice' | 'pay'>) {
  const t = useTranslations('invoice')
  return (
    <ActionForm action={pay} className={`mt-6 print:hidden ${stickyAction}`}>
      <SubmitButton pendingLabel={t('opening')} wide>
        <span>{t.rich('pay', { amount: () => <Money key="amount" value={invoice.due} /> })}</span>
      </SubmitButton>
      {!invoice.isTest && <p className="mt-2 text-sm text-ink-soft text-pretty">{t('payHint')}</p>}
    </ActionForm>
  )
}

function Refused() {
  const t = useTranslations('invoice.problem')
  return (
    <div className="mb-6 print:hidden">
      <Notice tone="warning" title={t('title')} urgent>
        {t('text')}
      </Notice>
    </div>
  )
}
