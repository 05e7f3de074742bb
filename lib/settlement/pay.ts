import { requireConfirmation } from '@/lib/auth/require-confirmation'
import type { PayError } from '@/lib/checkout/checkout-view'
import { isPaidStatus } from '@/lib/checkout/payment-lifecycle'
import {
  findCheckout,
  isPayable,
  lockCheckout,
  merchantReference,
  type StoredCheckout,
} from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { violatedConstraint } from '@/lib/db/sql-error'
import { type EndingTx, inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { log } from '@/lib/log/log'
import type { Order } from '@/lib/opencharge/order'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { SettlementPath } from '@/lib/settlement-path/strategy'
import { choosePaymentPath } from './choose-payment-path'
import { decideMove } from './decide-pay'
import { lockWallet } from './settlement-store'
import { knownPayeeAccount, type Started, startPath } from './start-path'
import { startTogether, type TogetherOutcome } from './start-together'
import { newLeaseOwner, walkSettlement } from './walk-settlement'

export interface PayInput {
  readonly sessionId: string
  readonly payerId: string
  /** The id of the wallet that the payer chose, as it came from the form. */
  readonly walletId: bigint
  /** The signed-in browser (`sessionId` of currentUser): without it nothing counts as confirmed, and less can be paid. */
  readonly browserSessionId?: string | undefined
}

export interface Paid {
  /** What the merchant knows it by: {SESSION_ID} in its URL. */
  readonly merchantReference: string
  readonly successUrl: string | null
  /** False while others still settle it, and when they refused it: the checkout's page says what is going on. */
  readonly isPaid: boolean
}

// The payer's browser waits for the answer: what takes longer goes on without it.
const MOST_WAIT_MS = 8_000
const MOST_TRIES = 3

/**
 * Pays a checkout: one transaction from the payer's wallet to the payee, with our proof and the webhook that carries it;
 * or a hold, and then the steps of others, as far as they get while the payer waits.
 */
export async function pay(us: Gateway, input: PayInput): Promise<Result<Paid, PayError>> {
  const checkout = await findCheckout(input.sessionId)
  if (!checkout) return err('SESSION_NOT_FOUND')
  const order = storedOrder(checkout.orderText)
  const leaseOwner = newLeaseOwner()
  for (let tries = 1; ; tries++) {
    const path = await choosePaymentPath(us, checkout, order)
    // Of a checkout that is over, that is what the payer must hear, whatever the way would have been.
    if (!path.ok && isPayable(checkout)) return path
    const started = await start(
      us,
      { ...input, ...termsOf(checkout), order, leaseOwner },
      path.ok ? path.value : undefined,
    )
    if (started.ok && started.value.kind === 'settled') return ok(paid(checkout))
    if (started.ok) return conclude(us, input.sessionId, started.value, leaseOwner)
    // Other payments were faster with that reserve: what is left of it is seen the next time.
    if (started.error !== 'RESERVE_TAKEN') return err(started.error)
    if (tries >= MOST_TRIES) return err('SETTLEMENT_NOT_SUPPORTED')
  }
}

// They never change: what is asked of the payer stands beside the locks, and not behind them.
const termsOf = ({ mode, amountMinor, currency, merchantOcid }: StoredCheckout): Terms => ({
  mode,
  amountMinor,
  currency,
  merchantOcid,
})

const paid = (checkout: StoredCheckout): Paid => ({
  merchantReference: merchantReference(checkout),
  successUrl: checkout.successUrl,
  isPaid: true,
})

type Terms = Pick<StoredCheckout, 'mode' | 'amountMinor' | 'currency' | 'merchantOcid'>

/** One press on Pay: who pays what from where, and for which order. */
export type Attempt = PayInput & Terms & { readonly order: Order; readonly leaseOwner: string }
type StartOutcome = Result<Started | { readonly kind: 'already' | 'under_way' }, PayError | 'RESERVE_TAKEN'>

async function start(us: Gateway, attempt: Attempt, path: SettlementPath | undefined): Promise<StartOutcome> {
  const outcome = await startQuickly(us, attempt, path)
  if (outcome === 'alone') return startAlone(us, attempt, path)
  return outcome.ok ? ok({ kind: outcome.value }) : outcome
}

// An application's payment may have to wait for its invoice, and a payee's first one opens the account: those go alone.
async function startQuickly(us: Gateway, attempt: Attempt, path: SettlementPath | undefined): Promise<TogetherOutcome> {
  if (!path || 'providers' in path || path.payee.kind === 'APPLICATION') return 'alone'
  const payeeAccountId = knownPayeeAccount(path, attempt)
  return payeeAccountId === undefined ? 'alone' : startTogether({ us, attempt, path, payeeAccountId })
}

async function startAlone(us: Gateway, attempt: Attempt, path: SettlementPath | undefined): Promise<StartOutcome> {
  try {
    return await inTransaction((tx) => startIn(tx, us, attempt, path))
  } catch (cause) {
    // The same order was paid, or began to be, a moment ago through another page of it.
    const violated = violatedConstraint(cause)
    if (violated === 'one_payment_per_order') return err('ALREADY_PAID')
    // So was the invoice, or so much of it that this payment would be more than what is due.
    if (violated === 'invoice_not_overpaid') return err('ALREADY_PAID')
    throw cause
  }
}

async function startIn(
  tx: EndingTx,
  us: Gateway,
  { sessionId, mode, payerId, walletId, browserSessionId, amountMinor, currency, order, leaseOwner }: Attempt,
  path: SettlementPath | undefined,
): Promise<StartOutcome> {
  const [checkout, wallet, confirmation] = await Promise.all([
    lockCheckout(tx, sessionId),
    lockWallet(tx, walletId, payerId, mode),
    requireConfirmation(tx, { payerId, browserSessionId, subject: sessionId, amountMinor, currency }),
  ])
  const decision = decideMove(checkout, wallet, confirmation, payerId, Math.floor(Date.now() / 1000))
  if (!decision.ok) return decision
  if (typeof decision.value === 'string') return ok({ kind: decision.value })
  if (!path) return err('SETTLEMENT_NOT_SUPPORTED')
  return startPath(tx, us, { checkout: decision.value.move, order, payerId, walletId, leaseOwner }, path)
}

async function conclude(
  us: Gateway,
  sessionId: string,
  started: Started | { readonly kind: 'already' | 'under_way' },
  leaseOwner: string,
): Promise<Result<Paid, PayError>> {
  if (started.kind === 'begun') await walk(us, started.settlementId, leaseOwner)
  const checkout = await findCheckout(sessionId)
  if (!checkout) return err('SESSION_NOT_FOUND')
  const { status, isHeld } = checkout
  if (started.kind === 'begun' && status === 'PENDING' && !isHeld) return err('PROVIDER_UNREACHABLE')
  return ok({ ...paid(checkout), isPaid: isPaidStatus(status) })
}

/** From here on the payment goes on by itself: whatever stops this walk, the resolver takes the next step. */
async function walk(us: Gateway, settlementId: string, leaseOwner: string): Promise<void> {
  try {
    await walkSettlement(us, settlementId, leaseOwner, Date.now() + MOST_WAIT_MS)
  } catch (cause) {
    log().error({ err: cause, settlementId }, 'a settlement stopped; the resolver goes on with it')
  }
}
