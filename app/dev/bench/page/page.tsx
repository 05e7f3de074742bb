import { notFound } from 'next/navigation'
import { CheckoutPage } from '@/components/checkout/checkout-page'
import { redirectAction } from '../actions'
import { isBench } from '../is-bench'
import { sampleCheckout } from './sample-checkout'

/** The markup of the bench's own checkouts, with nothing read from anywhere. */
export default async function PageFloorPage() {
  if (!isBench()) notFound()
  const go = redirectAction.bind(null, sampleCheckout.reference)
  const actions = {
    pay: go,
    sandbox: go,
    cancel: go,
    signIn: go,
    signOut: go,
    receipt: go,
    topUpHref: '/wallet/top-up',
    walletHref: '/wallet',
    activityHref: '/wallet/activity',
    url: 'http://localhost/pay/bench',
    stateHref: null,
  }
  return (
    <CheckoutPage view={sampleCheckout} actions={actions} problem={null} ways={null} nowEpochSeconds={1_800_000_000} />
  )
}
