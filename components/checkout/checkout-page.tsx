import { PageShell } from '@/components/ui/page-shell'
import type { CheckoutView, ConsideredWay, PayError } from '@/lib/checkout/checkout-view'
import type { CheckoutActions } from './checkout-actions'
import { ConfirmingOutcome } from './confirming-outcome'
import { NotFoundOutcome } from './not-found-outcome'
import { OpenCheckoutPanel } from './open-checkout'
import { PaidBySomeone } from './paid-by-someone'
import { PaidOutcome } from './paid-outcome'
import { TestBanner } from './test-banner'
import { UnpaidOutcome } from './unpaid-outcome'

interface CheckoutPageProps {
  readonly view: CheckoutView
  readonly actions: CheckoutActions
  /** Why the last press on Pay was refused; shown while the order is still open. */
  readonly problem: PayError | null
  /** Every way that was considered, when the payer wants to know; shown while the order is still open. */
  readonly ways: readonly ConsideredWay[] | null
  /** The server's clock at the time of the view. */
  readonly nowEpochSeconds: number
}

/** The whole page of one checkout, in whatever state it is. */
export function CheckoutPage(props: CheckoutPageProps) {
  return (
    <PageShell width={props.view.state === 'open' ? 'wide' : 'narrow'}>
      {'isTest' in props.view && props.view.isTest && <TestBanner />}
      <CheckoutState {...props} />
    </PageShell>
  )
}

function CheckoutState(props: CheckoutPageProps) {
  const { view, actions, nowEpochSeconds } = props
  switch (view.state) {
    case 'open':
      return <OpenCheckoutPanel {...props} view={view} />
    case 'paid_by_you':
      return <PaidOutcome view={view} receipt={actions.receipt} />
    case 'paid_by_someone':
      return <PaidBySomeone view={view} signIn={actions.signIn} />
    case 'confirming':
      return <ConfirmingOutcome view={view} nowEpochSeconds={nowEpochSeconds} activityHref={actions.activityHref} />
    case 'not_found':
    case 'sign_in':
      return <NotFoundOutcome />
    case 'expired':
    case 'cancelled':
    case 'paid_by_other':
    case 'failed':
      return <UnpaidOutcome view={view} />
    default:
      return view satisfies never
  }
}
