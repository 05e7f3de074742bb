import { requireConfirmations } from '@/lib/auth/require-confirmation'
import type { PayError } from '@/lib/checkout/checkout-view'
import { lockFreeCheckouts } from '@/lib/checkout/payment-store'
import { inGroups } from '@/lib/db/in-groups'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { ok, type Result } from '@/lib/opencharge/result'
import { decidePay } from './decide-pay'
import type { Attempt } from './pay'
import { lockFreeWallets } from './settlement-store'
import { type BookedPath, type Booking, bookingOf, writeBookings } from './start-path'

/** A payment that moves money at once, to an account that is open: it locks its payment and its wallet, and nothing else. */
export interface QuickAttempt {
  readonly us: Gateway
  readonly attempt: Attempt
  readonly path: BookedPath
  readonly payeeAccountId: bigint
}

/** `alone`: nothing was done, and it is to be tried in a transaction of its own. */
export type TogetherOutcome = Result<'settled' | 'already' | 'under_way', PayError> | 'alone'

/**
 * Pays with others that come at the same time, in one transaction: most of what a payment costs PostgreSQL is the starting of
 * statements. Nobody waits for anybody else's lock: a payment or a wallet that somebody has locked is left alone.
 */
export const startTogether = inGroups<QuickAttempt, TogetherOutcome>(
  // One alone may as well wait for the locks.
  async (group) => (group.length > 1 ? startGroup(group) : ['alone']),
  {
    groups: 4,
    calls: 32,
    // Nobody notices as much, and under load several come in that time.
    apartMs: 5,
    changes: ({ attempt: { sessionId, walletId, merchantOcid, order } }) => [
      sessionId,
      `wallet ${walletId}`,
      `order ${merchantOcid} ${order.id}`,
    ],
  },
)

async function startGroup(group: readonly QuickAttempt[]): Promise<TogetherOutcome[]> {
  return inTransaction(async (tx) => {
    const locked = await lockGroup(
      tx,
      group.map(({ attempt }) => attempt),
    )
    const bookings: Booking[] = []
    const nowEpochSeconds = Math.floor(Date.now() / 1000)
    const outcomes = group.map(({ us, attempt, path, payeeAccountId }, place): TogetherOutcome => {
      const { sessionId, walletId, payerId } = attempt
      const [checkout, wallet] = [locked.checkouts.get(sessionId), locked.wallets.get(walletId)]
      const confirmation = locked.confirmations[place]
      if (checkout === 'busy' || wallet === 'busy') return 'alone'
      const decision = decidePay(checkout, wallet, payerId, nowEpochSeconds)
      if (!decision.ok) return decision
      if (!checkout || !confirmation) return 'alone'
      if (decision.value !== 'move') return ok(decision.value)
      if (!confirmation.ok) return confirmation
      bookings.push(bookingOf(us, { ...attempt, checkout }, path, payeeAccountId))
      return ok('settled')
    })
    if (bookings.length > 0) writeBookings(tx, bookings)
    return outcomes
  })
}

async function lockGroup(tx: Tx, attempts: readonly Attempt[]) {
  const sessionIds = attempts.map(({ sessionId }) => sessionId)
  const ownWallets = attempts.map(({ walletId, payerId, mode }) => ({ walletId, userId: payerId, mode }))
  const askedPayments = attempts.map(({ sessionId, browserSessionId, ...terms }) => ({
    ...terms,
    browserSessionId,
    subject: sessionId,
  }))
  const [checkouts, wallets, confirmations] = await Promise.all([
    lockFreeCheckouts(tx, sessionIds),
    lockFreeWallets(tx, ownWallets),
    requireConfirmations(tx, askedPayments),
  ])
  return { checkouts, wallets, confirmations }
}
