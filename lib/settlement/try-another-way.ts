import { lockCheckout, type StoredCheckout } from '@/lib/checkout/payment-store'
import { type EndingTx, inTransaction, rows } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Order } from '@/lib/opencharge/order'
import { lockReserves } from '@/lib/providers/reserve-store'
import type { SettlementPath } from '@/lib/settlement-path/strategy'
import { choosePaymentPath } from './choose-payment-path'
import { failPayment, reopenPayment, voidSettlement } from './end-settlement-store'
import { lockSettlement, readEarlierAttempts, type Settlement, type SettlementStep } from './live-settlement-store'
import { lockWallet } from './settlement-store'
import { startPath } from './start-path'
import { recordRefused } from './step-store'

const MOST_TRIES = 3

export interface GivenUpPath {
  readonly settlement: Settlement
  readonly step: SettlementStep
  readonly owner: string
  readonly checkout: StoredCheckout
  readonly order: Order
  readonly cause: 'refused' | 'unreached'
  readonly failure: string
  /** Who is not to be asked again. */
  readonly blamedOcid: number
}

type NextWay = 'settled' | 'abandoned' | 'lost' | { readonly settlementId: string }

class ReserveTaken extends Error {}

/**
 * Gives a path up before any money moved, and takes the next one in the same transaction, so that the payer's money is
 * not free in between. With no way left the payment fails when somebody refused it, and is open again when somebody
 * just could not be reached, or it cannot be said now whether there is a way.
 */
export async function tryAnotherWay(us: Gateway, given: GivenUpPath): Promise<NextWay> {
  const { settlement, checkout, order, blamedOcid } = given
  const { refusers } = await readEarlierAttempts({ rows }, settlement.paymentId)
  const refused = new Set([...refusers, blamedOcid])
  for (let tries = 1; ; tries++) {
    const path = tries > MOST_TRIES ? undefined : await choosePaymentPath(us, checkout, order, refused)
    const isUnknown = !path || (!path.ok && path.error !== 'SETTLEMENT_NOT_SUPPORTED')
    const leaving: GivenUpPath = isUnknown ? { ...given, cause: 'unreached' } : given
    try {
      return await inTransaction((tx) => leavePath(tx, us, leaving, path?.ok ? path.value : undefined))
    } catch (cause) {
      if (!(cause instanceof ReserveTaken)) throw cause
    }
  }
}

async function leavePath(
  tx: EndingTx,
  us: Gateway,
  given: GivenUpPath,
  next: SettlementPath | undefined,
): Promise<NextWay> {
  const checkout = await lockCheckout(tx, given.checkout.sessionId)
  const settlement = await lockSettlement(tx, given.settlement.id)
  if (!checkout || !settlement || !isStillGiven(settlement, given)) return 'lost'
  const { payerId, walletId, paymentId } = settlement
  await lockWallet(tx, walletId, payerId, checkout.mode)
  const reserves = [settlement, next].flatMap((path) =>
    path && 'providers' in path ? (path.providers.at(-1) ?? []) : [],
  )
  await lockReserves(tx, checkout.mode, checkout.currency, reserves)
  await recordRefused(tx, settlement, given.step, given.failure)
  await voidSettlement(tx, settlement, 'ABANDONED', given.failure)
  if (next) {
    const paying = { checkout, order: given.order, payerId, walletId, leaseOwner: given.owner }
    const started = await startPath(tx, us, paying, next)
    if (!started.ok) throw new ReserveTaken()
    return started.value.kind === 'begun' ? { settlementId: started.value.settlementId } : 'settled'
  }
  if (given.cause === 'refused') await failPayment(tx, paymentId, 'REFUSED_BY_PROVIDERS')
  else await reopenPayment(tx, paymentId)
  return 'abandoned'
}

// Whoever has taken the lease meanwhile may have asked the same peer again, with another outcome: what we were told is old.
const isStillGiven = ({ state, leaseOwner, steps }: Settlement, { owner, step }: GivenUpPath) =>
  state === 'ACTIVE' && leaseOwner === owner && steps[step.ordinal]?.state !== 'DONE'
