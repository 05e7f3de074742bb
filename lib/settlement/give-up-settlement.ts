import { lockCheckout, type StoredCheckout } from '@/lib/checkout/payment-store'
import type { Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { lockReserve } from '@/lib/providers/reserve-store'
import { bookReserveLoss } from './book-reserve-loss'
import { decideGiveUp, type GiveUpRefusal } from './decide-give-up'
import { failPayment, handToOperator, voidSettlement } from './end-settlement-store'
import { findSettlement, lockSettlement, type Settlement } from './live-settlement-store'
import { isLeased } from './operator-store'
import { lockWallet } from './settlement-store'

export interface GivingUp {
  readonly reason: string
  /** The provider of the transfer did take the money from our reserve: our books follow. */
  readonly isReserveSpent: boolean
}

export interface GivenUp {
  readonly settlement: Settlement
  readonly checkout: StoredCheckout
  /** Who holds the reserve that the transfer would have gone out of. */
  readonly providerOcid: number
}

/** Ends a settlement by an operator's word: the payer has the held money back, and the payment failed. */
export async function giveUpSettlement(
  tx: Tx,
  id: string,
  { reason, isReserveSpent }: GivingUp,
): Promise<Result<GivenUp, GiveUpRefusal>> {
  const known = await findSettlement(id)
  const checkout = known && (await lockCheckout(tx, known.sessionId))
  const settlement = await lockSettlement(tx, id)
  if (!checkout || !settlement) return err('NOT_FOUND')
  const decision = decideGiveUp(settlement, await isLeased(tx, id), isReserveSpent)
  if (!decision.ok) return decision
  const providerOcid = settlement.providers.at(-1) ?? settlement.providers[0]
  await lockWallet(tx, settlement.walletId, settlement.payerId, checkout.mode)
  await lockReserve(tx, checkout.mode, checkout.currency, providerOcid)
  if (settlement.state === 'ACTIVE') await handToOperator(tx, settlement, reason)
  await voidSettlement(tx, settlement, 'GIVEN_UP', reason)
  await failPayment(tx, settlement.paymentId, 'GIVEN_UP')
  if (isReserveSpent) await bookReserveLoss(tx, settlement, checkout, providerOcid)
  return ok({ settlement, checkout, providerOcid })
}
