import { requireConfirmations } from '@/lib/auth/require-confirmation'
import type { PayError } from '@/lib/checkout/checkout-view'
import { lockFreeCheckouts } from '@/lib/checkout/payment-store'
import { inGroups } from '@/lib/db/in-groups'
import { type EndingTx, inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { log } from '@/lib/log/log'
import { ok, type Result } from '@/lib/opencharge/result'
import { decideMove } from './decide-pay'
import type { Attempt } from './pay'
import { lockFreeWallets, nameOfWallet } from './settlement-store'
import { type BookedPath, type Booking, bookingOf, writeBookings } from './start-path'

/** A payment that moves money at once, to an account that is open: of what others lock for long, it wants its payment and its wallet. */
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
 * statements. Nobody waits for a payment or a wallet that somebody has locked: it is left alone. After any failure all are.
 */
export const startTogether = inGroups<QuickAttempt, TogetherOutcome>(
  // One alone may as well wait for the locks.
  async (group) => (group.length > 1 ? startGroup(group).catch((cause) => leaveAlone(group, cause)) : ['alone']),
  {
    groups: 4,
    calls: 32,
    // Nobody notices as much, and under load several come in that time.
    apartMs: 5,
    changes: ({ attempt: { sessionId, walletId, payerId, merchantOcid, order } }) => [
      sessionId,
      nameOfWallet({ walletId, userId: payerId }),
      `order ${merchantOcid} ${order.id}`,
    ],
  },
)

function leaveAlone(group: readonly QuickAttempt[], cause: unknown): 'alone'[] {
  log().warn({ err: cause, payments: group.length }, 'a group of payments failed; each is tried alone')
  return group.map(() => 'alone')
}

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
      const [checkout, wallet] = [
        locked.checkouts.get(sessionId),
        locked.wallets.get(nameOfWallet({ walletId, userId: payerId })),
      ]
      const confirmation = locked.confirmations[place]
      if (checkout === 'busy' || wallet === 'busy' || !confirmation) return 'alone'
      const decision = decideMove(checkout, wallet, confirmation, payerId, nowEpochSeconds)
      if (!decision.ok) return decision
      if (typeof decision.value === 'string') return ok(decision.value)
      bookings.push(bookingOf(us, { ...attempt, checkout: decision.value.move }, path, payeeAccountId))
      return ok('settled')
    })
    if (bookings.length > 0) writeBookings(tx, bookings)
    return outcomes
  })
}

// Whatever else there may be to wait for, a group holds up everybody in it. And plans for lists of any length are kept.
const BE_BRIEF = {
  name: 'be-brief',
  text: "SELECT set_config('lock_timeout', '500ms', true), set_config('plan_cache_mode', 'force_generic_plan', true)",
}

async function lockGroup(tx: EndingTx, attempts: readonly Attempt[]) {
  tx.write(BE_BRIEF, [])
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
