import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import { MachineText } from '@/components/ui/machine-text'
import { Money } from '@/components/ui/money'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ConsideredWay, OpenCheckout, PayError, Payer } from '@/lib/checkout/checkout-view'
import type { CheckoutActions } from './checkout-actions'
import { ConfirmedFirst } from './confirmed-first'
import { ConsideredWays } from './considered-ways'
import { ContinueOnPhone } from './continue-on-phone'
import { ExpiryClock } from './expiry-clock'
import { FollowPayment } from './follow-payment'
import { MerchantName } from './merchant-name'
import { OrderSlip } from './order-slip'
import { PayForm } from './pay-form'
import { PayProblem } from './pay-problem'
import { SandboxPanel } from './sandbox-panel'
import { Shortfall } from './shortfall'
import { SignInToPay } from './sign-in-to-pay'
import { WayLine } from './way-line'

interface OpenCheckoutProps {
  readonly view: OpenCheckout
  readonly actions: CheckoutActions
  readonly problem: PayError | null
  readonly ways: readonly ConsideredWay[] | null
  readonly nowEpochSeconds: number
}

/** An order that can be paid: the slip on one side, the one thing to do next on the other. */
export function OpenCheckoutPanel({ view, actions, problem, ways, nowEpochSeconds }: OpenCheckoutProps) {
  // Where the last press on Pay was answered before its outcome was known, the view brings what became of it.
  const told = problem ?? (view.wasUnreachable ? 'PROVIDER_UNREACHABLE' : null)
  const clock = <ExpiryClock expiresAtEpochSeconds={view.expiresAtEpochSeconds} nowEpochSeconds={nowEpochSeconds} />
  return (
    <div className="space-y-5 lg:space-y-8 lg:pt-6">
      {told && <PayProblem problem={told} />}
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2 lg:gap-14">
        <OrderSlip
          merchant={view.merchant}
          order={view.order}
          amountLabel="due"
          clock={clock}
          heading={<Heading view={view} />}
        />
        <div className="group/step space-y-5">
          <NextStep view={view} actions={actions} />
          <CancelForm view={view} actions={actions} />
          {!view.isTest && <ContinueOnPhone url={actions.url} />}
          {actions.stateHref && <FollowPayment stateHref={actions.stateHref} state="pending" />}
          {ways && !view.isTest && <ConsideredWays ways={ways} merchant={view.merchant} />}
        </div>
      </div>
    </div>
  )
}

/** An order that came through a code is a question; one on a page of its own, an errand. */
function Heading({ view: { merchant, order, isPersonal } }: Pick<OpenCheckoutProps, 'view'>) {
  const t = useTranslations('checkout')
  return t.rich(isPersonal ? 'asks' : 'heading', {
    name: () => <MerchantName key="name" name={merchant.name} />,
    amount: () => <Money key="amount" value={order.total} />,
  })
}

function NextStep({ view, actions }: Pick<OpenCheckoutProps, 'view' | 'actions'>) {
  const { payer } = view
  if (view.isTest) return <SandboxPanel action={actions.sandbox} />
  const wayLine = <WayLine way={view.way} merchant={view.merchant} />
  if (!payer) {
    return (
      <>
        <SignInToPay action={actions.signIn} passkeyHref={actions.passkeyHref} />
        {wayLine}
      </>
    )
  }
  return (
    <>
      <SignedInAs email={payer.email} actions={actions} />
      <PayStep view={view} payer={payer} actions={actions} wayLine={wayLine} />
    </>
  )
}

interface PayStepProps extends Pick<OpenCheckoutProps, 'view' | 'actions'> {
  readonly payer: Payer
  readonly wayLine: ReactNode
}

function PayStep({ view: { order }, payer, actions, wayLine }: PayStepProps) {
  const { confirmation } = actions
  if (payer.shortfall) {
    return (
      <>
        <Shortfall
          payer={payer}
          missing={payer.shortfall}
          total={order.total}
          topUpHref={actions.topUpHref}
          walletHref={actions.walletHref}
        />
        {wayLine}
      </>
    )
  }
  const isLocked = confirmation?.confirmedUntilEpochSeconds === null
  return (
    <>
      <ConfirmedFirst confirmation={confirmation}>
        <PayForm action={actions.pay} wallets={payer.wallets} total={order.total}>
          {wayLine}
        </PayForm>
      </ConfirmedFirst>
      {isLocked && wayLine}
    </>
  )
}

function SignedInAs({ email, actions }: { email: string; actions: CheckoutActions }) {
  const t = useTranslations('checkout')
  return (
    // One row whatever the address: were it to wrap, everything below would jump when the font arrives.
    <div className="-mt-2 flex items-center justify-between gap-x-4 text-sm">
      <p className="min-w-0 text-ink-soft">
        {t.rich('signedInAs', {
          email: () => (
            <strong key="email" className="text-ink">
              <MachineText>{email}</MachineText>
            </strong>
          ),
        })}
      </p>
      <ActionForm action={actions.signOut} className="-mx-3 shrink-0">
        <SubmitButton variant="quiet" pendingLabel={t('notYou')}>
          {t('notYou')}
        </SubmitButton>
      </ActionForm>
    </div>
  )
}

function CancelForm({ view, actions }: Pick<OpenCheckoutProps, 'view' | 'actions'>) {
  const t = useTranslations('checkout')
  const name = () => <MerchantName key="name" name={view.merchant.name} />
  // Where the merchant gave no address there is nowhere to return to.
  const cancel = view.cancelUrl === null ? t('cancelOnly') : t.rich('cancel', { name })
  const label = view.isPersonal ? t('decline') : cancel
  return (
    // Once Pay is pressed it is too late for this: it goes, and leaves its place.
    <ActionForm
      action={actions.cancel}
      className="text-center group-has-[[data-pay]_[aria-disabled=true]]/step:invisible"
    >
      <SubmitButton variant="quiet" pendingLabel={t('cancelling')}>
        <span className="line-clamp-2">{label}</span>
      </SubmitButton>
    </ActionForm>
  )
}
