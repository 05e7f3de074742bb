import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { MachineText } from '@/components/ui/machine-text'
import { Money } from '@/components/ui/money'
import type { Tone } from '@/components/ui/notice'
import { OperatorContact } from '@/components/ui/operator-contact'
import type { ConfirmingCheckout, Help, Progress } from '@/lib/checkout/checkout-view'
import { AutoRefresh } from './auto-refresh'
import { MerchantName } from './merchant-name'
import { OrderSlip } from './order-slip'
import { Outcome } from './outcome'
import { refreshPace } from './refresh-pace'

interface ConfirmingOutcomeProps {
  readonly view: ConfirmingCheckout
  readonly nowEpochSeconds: number
  /** Where the payer finds this payment again. */
  readonly activityHref: string
}

interface Look {
  readonly words: 'someone' | 'sandbox' | 'paying' | 'unknown' | 'withOperator' | 'finishing'
  readonly tone: Tone
}

const lookOf: Record<Progress['stage'], Look> = {
  paying: { words: 'paying', tone: 'info' },
  finishing: { words: 'finishing', tone: 'info' },
  unknown: { words: 'unknown', tone: 'info' },
  with_operator: { words: 'withOperator', tone: 'warning' },
}

function lookFor({ isTest, progress }: ConfirmingCheckout): Look {
  if (isTest) return { words: 'sandbox', tone: 'info' }
  return progress ? lookOf[progress.stage] : { words: 'someone', tone: 'info' }
}

/** The money is on hold while other gateways do their part. The page looks again by itself, and says what has changed. */
export function ConfirmingOutcome({ view, nowEpochSeconds, activityHref }: ConfirmingOutcomeProps) {
  const t = useTranslations('outcome')
  const { progress, merchant, order } = view
  const { words, tone } = lookFor(view)
  const parts = {
    amount: () => <Money key="amount" value={order.total} />,
    name: () => <MerchantName key="name" name={merchant.name} />,
    peer: () => <MerchantName key="peer" name={progress?.peer?.name ?? ''} />,
  }
  return (
    <>
      <AutoRefresh everySeconds={refreshPace(progress?.stage, nowEpochSeconds - view.sinceEpochSeconds)} />
      <div role="status">
        <Outcome
          tone={tone}
          icon="hands"
          title={t.rich(`confirming.${words}.title`, parts)}
          money={t.rich(`confirming.${words}.money`, parts)}
          next={t.rich(`confirming.${words}.next`, parts)}
        >
          {progress?.stage === 'with_operator' && <WhomToAsk help={progress.help} />}
        </Outcome>
      </div>
      <div className="mt-6 space-y-2 text-center">
        <ButtonLink href="?" variant="secondary" wide>
          {t('checkAgain')}
        </ButtonLink>
        {progress && (
          <ButtonLink href={activityHref} variant="quiet">
            {t('seeActivity')}
          </ButtonLink>
        )}
      </div>
      <div className="mt-10">
        <OrderSlip merchant={merchant} order={order} amountLabel={progress ? 'reserved' : 'amount'} />
      </div>
    </>
  )
}

function WhomToAsk({ help: { contact, paymentId } }: { help: Help }) {
  const t = useTranslations('outcome.confirming.withOperator')
  return (
    <p className="text-sm text-ink-soft text-pretty">
      {t.rich('help', {
        contact: () => <OperatorContact key="contact" contact={contact} subject={paymentId} />,
        number: () => (
          <span key="number" className="select-all">
            <MachineText>{paymentId}</MachineText>
          </span>
        ),
      })}
    </p>
  )
}
