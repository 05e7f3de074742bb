import { useTranslations } from 'next-intl'
import { OrderSlip } from '@/components/checkout/order-slip'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import { WalletNav } from '@/components/wallet/wallet-nav'
import type { ActivityStory } from '@/lib/activity/activity-story'
import { publicPath } from '@/lib/env/public-path'
import { EntryAmount } from './entry-amount'
import { EntryLine } from './entry-line'
import { StoryFacts } from './story-facts'
import { StoryPath } from './story-path'
import { StoryProof } from './story-proof'
import { RefundedOf, StoryRefunds } from './story-refunds'

interface StoryPageProps {
  readonly story: ActivityStory
  /** Gets nothing; null when there is nothing to have a receipt of. */
  readonly openReceipt: FormTarget | null
  readonly activityHref: string
  readonly verifyHref: string
  /** The checkout that it belongs to, when there is one. */
  readonly paymentHref: string | null
}

/** Everything about one movement. */
export function StoryPage({ story, openReceipt, activityHref, verifyHref, paymentHref }: StoryPageProps) {
  const t = useTranslations('activity')
  const { entry, payment, proofs } = story
  return (
    <PageShell homeHref={publicPath('/wallet')}>
      <WalletNav here="activity" />
      <PageHeading title={<EntryLine entry={entry} />}>
        <span className="text-xl">
          <EntryAmount entry={entry} />
        </span>
      </PageHeading>
      <p className="text-pretty">{stateText(t, story)}</p>
      {payment?.refunds && <RefundedOf refunds={payment.refunds} total={payment.order.total} />}
      <StoryFacts story={story} />
      {openReceipt && <ReceiptOffer action={openReceipt} />}
      {payment && (
        <div className="mt-8">
          <OrderSlip merchant={payment.merchant} order={payment.order} amountLabel={amountLabel(story)} />
        </div>
      )}
      {payment?.path && <StoryPath path={payment.path} payment={payment} />}
      {payment?.refunds && <StoryRefunds refunds={payment.refunds} />}
      {proofs.map((proof) => (
        <StoryProof key={`${proof.issuer.ocid} ${proof.txid}`} proof={proof} />
      ))}
      <nav className="mt-8 flex flex-wrap gap-3">
        <ButtonLink href={activityHref} variant="secondary">
          {t('backToActivity')}
        </ButtonLink>
        {paymentHref && (
          <ButtonLink href={paymentHref} variant="quiet">
            {t('paymentPage')}
          </ButtonLink>
        )}
        {proofs.length > 0 && (
          <ButtonLink href={verifyHref} variant="quiet">
            {t('verify')}
          </ButtonLink>
        )}
      </nav>
    </PageShell>
  )
}

function stateText(t: ReturnType<typeof useTranslations<'activity'>>, { entry }: ActivityStory): string {
  if (entry.state === 'done') return t(entry.isIncoming ? 'stateText.doneIn' : 'stateText.doneOut')
  return t(`stateText.${entry.state}`)
}

function amountLabel({ entry }: ActivityStory): 'paid' | 'reserved' | 'amount' {
  if (entry.kind !== 'payment' || entry.state === 'returned') return 'amount'
  return entry.state === 'done' ? 'paid' : 'reserved'
}

function ReceiptOffer({ action }: { action: FormTarget }) {
  const t = useTranslations('activity')
  return (
    <ActionForm action={action} className="mt-6">
      <SubmitButton pendingLabel={t('opening')} wide>
        {t('openReceipt')}
      </SubmitButton>
      <p className="mt-2 text-sm text-ink-soft text-pretty">{t('receiptText')}</p>
    </ActionForm>
  )
}
