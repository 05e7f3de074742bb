import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { OrderSlip } from '@/components/checkout/order-slip'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { MachineText } from '@/components/ui/machine-text'
import { Moment } from '@/components/ui/moment'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { PrintButton } from '@/components/ui/print-button'
import { QrCode } from '@/components/ui/qr-code'
import { SubmitButton } from '@/components/ui/submit-button'
import type { Money as MoneyValue } from '@/lib/money/money'
import type { ReceiptView } from '@/lib/receipts/receipt-view'
import { ReceiptFacts } from './receipt-facts'

/** Why a receipt was not mailed. */
export const mailProblems = ['NOT_YOURS', 'TOO_MANY'] as const

export type MailProblem = (typeof mailProblems)[number]

interface ReceiptPageProps {
  readonly receipt: ReceiptView
  /** Gets nothing; null for everybody but the person who paid. */
  readonly mail: FormTarget | null
  readonly outcome: 'mailed' | MailProblem | null
  readonly bundleHref: string
  readonly verifyHref: string
  /** Null for somebody who is not signed in, and has none. */
  readonly walletHref: string | null
}

// So many lines leave room for everything else on one sheet of paper.
const linesShown = 10

/** What was paid to whom, when, and under whose signature; for anybody who has its address, and for one sheet of paper. */
export function ReceiptPage({ receipt, mail, outcome, bundleHref, verifyHref, walletHref }: ReceiptPageProps) {
  const t = useTranslations('receipt')
  const { merchant, order } = receipt
  const name = () => <MerchantName key="name" name={merchant.name} />
  const time = () => <Moment key="time" epochSeconds={receipt.paidAtEpochSeconds} isUtc />
  return (
    <PageShell homeHref={walletHref}>
      <Outcome outcome={outcome} />
      <PageHeading title={t('heading')}>{t.rich('text', { name, time })}</PageHeading>
      {receipt.refunded && <Refunded refunded={receipt.refunded} total={order.total} />}
      <OrderSlip merchant={merchant} order={order} amountLabel="paid" linesShown={linesShown} />
      <div className={`mt-6 grid gap-3 print:hidden ${mail ? 'sm:grid-cols-2' : ''}`}>
        <PrintButton>{t('print')}</PrintButton>
        {mail && (
          <ActionForm action={mail}>
            <SubmitButton variant="secondary" pendingLabel={t('mailing')} wide>
              {t('mail')}
            </SubmitButton>
          </ActionForm>
        )}
      </div>
      <div className="mt-6 border-y border-line print:mt-2">
        <ReceiptFacts receipt={receipt} />
      </div>
      <div className="mt-6 flex items-center gap-5 print:mt-3 print:break-inside-avoid">
        <div className="w-36 shrink-0 print:w-28">
          <QrCode text={receipt.url} label={t('qr')} />
        </div>
        <div className="min-w-0 text-sm">
          <p>{t('scan')}</p>
          <MachineText>{receipt.url}</MachineText>
          <p className="mt-2 text-ink-soft">{t('nothingPersonal')}</p>
        </div>
      </div>
      <div className="mt-8 grid gap-3 print:hidden">
        <ButtonLink href={bundleHref} variant="secondary" wide>
          {t('bundle')}
        </ButtonLink>
        <p className="text-sm text-ink-soft text-pretty">{t('bundleText')}</p>
        <ButtonLink href={verifyHref} variant="quiet">
          {t('verify')}
        </ButtonLink>
        {walletHref && (
          <ButtonLink href={walletHref} variant="quiet">
            {t('wallet')}
          </ButtonLink>
        )}
      </div>
    </PageShell>
  )
}

function Refunded({ refunded, total }: { refunded: MoneyValue; total: MoneyValue }) {
  const t = useTranslations('receipt')
  const state = refunded.amountMinor === total.amountMinor ? 'refundedAll' : 'refundedPart'
  const amounts = {
    refunded: () => <Money key="refunded" value={refunded} />,
    total: () => <Money key="total" value={total} />,
  }
  return (
    <div className="mb-6 print:mb-2">
      <Notice tone="info" title={t.rich('refundedOf', amounts)}>
        {t(state)}
      </Notice>
    </div>
  )
}

function Outcome({ outcome }: Pick<ReceiptPageProps, 'outcome'>) {
  const t = useTranslations('receipt')
  if (outcome === null) return null
  return (
    <div className="mb-6 print:hidden">
      {outcome === 'mailed' ? (
        <Notice tone="success" title={t('mailed')} />
      ) : (
        <Notice tone="warning" title={t('mailTitle')} urgent>
          {t(`problem.${outcome}`)}
        </Notice>
      )}
    </div>
  )
}
