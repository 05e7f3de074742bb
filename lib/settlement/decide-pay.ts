import { isFor } from '@/lib/checkout/bound-checkout'
import type { PayError } from '@/lib/checkout/checkout-view'
import type { StoredCheckout } from '@/lib/checkout/payment-store'
import { err, ok, type Result } from '@/lib/opencharge/result'

export interface PayingWallet {
  readonly currency: string
  /** What can be spent, with the wallet locked. */
  readonly availableMinor: bigint
}

/**
 * `already`: this person has paid this before (a double click, a second tab, the back button); nothing moves again.
 * `under_way`: and others are still settling it.
 */
export type PayDecision = 'move' | 'already' | 'under_way'

/** Whether `payerId` may pay this checkout from this wallet at `nowEpochSeconds`. The wallet is undefined when it is not the payer's. */
export function decidePay(
  checkout: StoredCheckout | undefined,
  wallet: PayingWallet | undefined,
  payerId: string,
  nowEpochSeconds: number,
): Result<PayDecision, PayError> {
  if (!checkout || !isFor(checkout, payerId)) return err('SESSION_NOT_FOUND')
  const closed = closedCheckout(checkout, payerId)
  if (closed) return closed
  if (nowEpochSeconds >= checkout.expiresAtEpochSeconds) return err('SESSION_EXPIRED')
  if (!wallet) return err('WALLET_NOT_FOUND')
  if (wallet.currency !== checkout.currency) return err('CURRENCY_MISMATCH')
  if (wallet.availableMinor < checkout.amountMinor) return err('INSUFFICIENT_FUNDS')
  return ok('move')
}

/** The same, with the payer's confirmation where one is asked for, and the checkout that the money is to move for. */
export function decideMove(
  checkout: StoredCheckout | undefined,
  wallet: PayingWallet | undefined,
  confirmation: Result<true, PayError>,
  payerId: string,
  nowEpochSeconds: number,
): Result<{ readonly move: StoredCheckout } | Exclude<PayDecision, 'move'>, PayError> {
  const decision = decidePay(checkout, wallet, payerId, nowEpochSeconds)
  if (!decision.ok) return decision
  if (decision.value !== 'move') return ok(decision.value)
  if (!checkout) return err('SESSION_NOT_FOUND')
  return confirmation.ok ? ok({ move: checkout }) : confirmation
}

function closedCheckout(
  { status, payerId: paidBy, isHeld }: StoredCheckout,
  payerId: string,
): Result<PayDecision, PayError> | undefined {
  switch (status) {
    case 'SUCCEEDED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return paidBy === payerId ? ok('already') : err('ALREADY_PAID')
    case 'CANCELLED':
      return err('SESSION_CANCELLED')
    case 'EXPIRED':
    case 'FAILED':
      return err('SESSION_EXPIRED')
    case 'CREATED':
    case 'PENDING':
      if (!isHeld) return undefined
      return paidBy === payerId ? ok('under_way') : err('ALREADY_PAID')
  }
}
