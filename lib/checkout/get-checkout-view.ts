import type { SignedInUser } from '@/lib/auth/current-user'
import type { Gateway } from '@/lib/gateway/gateway'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import { knownCurrency } from '@/lib/money/known-currency'
import type { Money } from '@/lib/money/money'
import { fillRedirectUrl } from '@/lib/opencharge/redirect-url'
import { isFor } from './bound-checkout'
import type { CheckoutView, ConfirmingCheckout, Payer, WalletChoice } from './checkout-view'
import { findWay } from './find-way'
import { currentStatus } from './get-order-status'
import { sellerCard } from './merchant-card'
import { readMerchantNews } from './merchant-news-store'
import { nameParty } from './name-parties'
import { findCheckout, merchantReference, openPayment, type StoredCheckout } from './payment-store'
import { readSettlementProgress } from './settlement-progress-store'
import { storedOrder } from './stored-order'
import { summariseOrder } from './summarise-order'

/** What the page of a checkout shows to this visitor. Opening it is what makes the payment PENDING. */
export async function getCheckoutView(
  us: Gateway,
  sessionId: string,
  user: SignedInUser | null,
  nowEpochSeconds: number,
): Promise<CheckoutView> {
  const checkout = await findCheckout(sessionId)
  if (!checkout) return { state: 'not_found' }
  if (!isFor(checkout, user?.id ?? null)) return { state: user ? 'not_found' : 'sign_in' }
  const order = storedOrder(checkout.orderText)
  const currency = knownCurrency(us.env.CURRENCIES, checkout.currency)
  const known = {
    reference: checkout.sessionId,
    merchant: await sellerCard(us, checkout),
    isTest: checkout.mode === 'TEST',
    order: summariseOrder(order, currency, checkout.amountMinor),
    isPersonal: checkout.boundUserId !== null,
    successUrl: checkout.successUrl && fillRedirectUrl(checkout.successUrl, merchantReference(checkout)),
    cancelUrl: checkout.cancelUrl && fillRedirectUrl(checkout.cancelUrl, merchantReference(checkout)),
  }
  const state = stateFor(checkout, user, nowEpochSeconds)
  if (state === 'paid_by_you') {
    const { paymentId, settledAtEpochSeconds, txid } = checkout
    const facts = { paidAtEpochSeconds: settledAtEpochSeconds ?? 0, txid: txid ?? '' }
    return { ...known, state, ...facts, news: await readMerchantNews(paymentId) }
  }
  if (state === 'confirming')
    return { ...known, state, ...(await describeProgress(us, checkout, user, nowEpochSeconds)) }
  if (state !== 'open') return { ...known, state }
  if (checkout.status === 'CREATED') await openPayment(checkout.paymentId)
  const [way, payer, wasUnreachable] = await Promise.all([
    findWay(us, checkout, order),
    // In the sandbox nobody pays.
    user && !known.isTest ? describePayer(us, user, known.order.total, checkout.mode) : null,
    user !== null && hasTriedInVain(checkout, user),
  ])
  const expiresAtEpochSeconds = Math.floor(checkout.expiresAtEpochSeconds)
  return { ...known, state, expiresAtEpochSeconds, way, payer, wasUnreachable }
}

function stateFor(checkout: StoredCheckout, user: SignedInUser | null, nowEpochSeconds: number) {
  if (checkout.status === 'FAILED') return 'failed'
  if (checkout.isHeld) return 'confirming'
  switch (currentStatus(checkout, nowEpochSeconds)) {
    case 'paid':
      // Nobody paid in the sandbox: whoever tests sees what a payer would.
      if (checkout.mode === 'TEST') return 'paid_by_you'
      if (!user) return 'paid_by_someone'
      return checkout.payerId === user.id ? 'paid_by_you' : 'paid_by_other'
    case 'expired':
      return 'expired'
    case 'cancelled':
      return 'cancelled'
    case 'pending':
      return 'open'
  }
}

/** What others do with the payment: in general for everybody, and by name for the person who pays. */
async function describeProgress(
  us: Gateway,
  { paymentId }: StoredCheckout,
  user: SignedInUser | null,
  nowEpochSeconds: number,
): Promise<Pick<ConfirmingCheckout, 'progress' | 'sinceEpochSeconds'>> {
  const settlement = await readSettlementProgress(paymentId)
  const sinceEpochSeconds = settlement?.startedAtEpochSeconds ?? nowEpochSeconds
  if (!settlement || settlement.payerId !== user?.id) return { progress: null, sinceEpochSeconds }
  const { state, step } = settlement
  if (step === null) return { progress: { stage: 'finishing', peer: null }, sinceEpochSeconds }
  const peer = await nameParty(us, step.peerOcid)
  if (state === 'NEEDS_OPERATOR') {
    const help = { contact: us.env.GATEWAY_CONTACT ?? null, paymentId }
    return { progress: { stage: 'with_operator', peer, help }, sinceEpochSeconds }
  }
  return { progress: { stage: step.isUnknown ? 'unknown' : 'paying', peer }, sinceEpochSeconds }
}

/** An open checkout with an attempt behind it: nobody refused it, somebody could not be reached. */
async function hasTriedInVain({ paymentId }: StoredCheckout, user: SignedInUser): Promise<boolean> {
  const settlement = await readSettlementProgress(paymentId)
  return settlement?.state === 'ABANDONED' && settlement.payerId === user.id
}

async function describePayer(us: Gateway, user: SignedInUser, total: Money, mode: 'LIVE' | 'TEST'): Promise<Payer> {
  const balances = await readWalletBalances(user.id, mode)
  const wallets = balances.map(({ accountId, currency, availableMinor }) =>
    walletChoice(
      String(accountId),
      { amountMinor: availableMinor, currency: knownCurrency(us.env.CURRENCIES, currency) },
      total,
    ),
  )
  const usable = wallets.some(({ unusable }) => unusable === null)
  const best = balances.find(({ currency }) => currency === total.currency.code)?.availableMinor ?? 0n
  const shortfall = usable ? null : { amountMinor: total.amountMinor - best, currency: total.currency }
  return { email: user.email, wallets: wallets.sort(usableFirst), shortfall }
}

function walletChoice(walletId: string, balance: Money, total: Money): WalletChoice {
  if (balance.currency.code !== total.currency.code)
    return { walletId, balance, balanceAfter: null, unusable: 'OTHER_CURRENCY' }
  const amountMinor = balance.amountMinor - total.amountMinor
  if (amountMinor < 0n) return { walletId, balance, balanceAfter: null, unusable: 'INSUFFICIENT_FUNDS' }
  return { walletId, balance, balanceAfter: { amountMinor, currency: balance.currency }, unusable: null }
}

const usableFirst = (a: WalletChoice, b: WalletChoice) => Number(a.unusable !== null) - Number(b.unusable !== null)
