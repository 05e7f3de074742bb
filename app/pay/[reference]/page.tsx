import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { readPayConfirmation } from '@/app/passkeys/read-pay-confirmation'
import { openReceiptAction } from '@/app/receipts/[token]/actions'
import { CheckoutPage } from '@/components/checkout/checkout-page'
import { tabTitle } from '@/components/checkout/tab-title'
import { currentUser, type SignedInSession } from '@/lib/auth/current-user'
import type { CheckoutView, PayError } from '@/lib/checkout/checkout-view'
import { considerWays } from '@/lib/checkout/consider-ways'
import { getCheckoutView } from '@/lib/checkout/get-checkout-view'
import { payErrors } from '@/lib/checkout/pay-errors'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'
import { answerNotFound } from '@/lib/http/answer-status'
import { formatAmount } from '@/lib/money/money'
import { cancelAction, payAction, sandboxAction, signInAction, signOutAction } from './actions'

interface Props {
  readonly params: Promise<{ reference: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

// Title and page show the same view.
const readView = cache(async (reference: string) => {
  const [us, user] = await Promise.all([gateway(), currentUser()])
  const nowEpochSeconds = Math.floor(Date.now() / 1000)
  return { us, user, nowEpochSeconds, view: await getCheckoutView(us, reference, user, nowEpochSeconds) }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ view }, t] = await Promise.all([readView((await params).reference), getTranslations('checkout')])
  return { title: tabTitle(t, view) }
}

export default async function Page({ params, searchParams }: Props) {
  const [{ reference }, query] = await Promise.all([params, searchParams])
  const { us, user, nowEpochSeconds, view } = await readView(reference)
  if (view.state === 'not_found') answerNotFound()
  if (view.state === 'sign_in') redirect(`/sign-in?next=${encodeURIComponent(`/pay/${reference}`)}`)
  const ways = view.state === 'open' && query.ways !== undefined ? await considerWays(us, reference) : null
  const actions = {
    pay: payAction.bind(null, reference),
    sandbox: sandboxAction.bind(null, reference),
    cancel: cancelAction.bind(null, reference),
    signIn: signInAction.bind(null, reference),
    passkeyHref: publicPath(`/sign-in?${new URLSearchParams({ next: `/pay/${reference}` })}`),
    signOut: signOutAction.bind(null, reference),
    receipt: openReceiptAction.bind(null, reference),
    topUpHref: us.env.development ? topUpHref(view) : null,
    walletHref: publicPath('/wallet'),
    activityHref: publicPath('/wallet/activity'),
    url: `${us.env.PUBLIC_URL}/pay/${reference}`,
    stateHref: publicPath(`/pay/${reference}/state`),
    confirmation: user && (await confirmationFor(user, view, query.passkey)),
  }
  return (
    <CheckoutPage
      view={view}
      actions={actions}
      problem={problemOf(query.problem)}
      ways={ways}
      nowEpochSeconds={nowEpochSeconds}
    />
  )
}

/** What the payer must do before Pay: the same that pay() asks for. */
async function confirmationFor(user: SignedInSession, view: CheckoutView, problem: unknown) {
  if (view.state !== 'open') return null
  const { reference, order } = view
  return readPayConfirmation(user, { subject: reference, total: order.total, page: `/pay/${reference}`, problem })
}

function problemOf(value: string | string[] | undefined): PayError | null {
  // The page itself says when a checkout is over; a link shall not claim it of an open one.
  return payErrors.find((code) => code === value && !code.startsWith('SESSION_')) ?? null
}

/** The top-up page with what is missing filled in, and the way back here. */
function topUpHref(view: CheckoutView): string | null {
  if (view.state !== 'open') return null
  const { currency, amountMinor } = view.payer?.shortfall ?? view.order.total
  const query = new URLSearchParams({
    checkout: view.reference,
    currency: currency.code,
    amount: formatAmount(amountMinor, currency.exponent),
  })
  return publicPath(`/wallet/top-up?${query}`)
}
