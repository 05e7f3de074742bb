import type { Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type AskedPayment, type ConfirmationState, readConfirmation, readConfirmations } from './confirmation-store'

/**
 * Stands before every movement that a person orders, in its transaction: above the amount that the person set, the payment
 * must have been confirmed with a passkey in this browser, this very one and for this amount.
 *
 * For a payment that is no checkout, `subject` must name all that the person saw when confirming, and be good for one
 * movement only: `send:<recipient>:<key of the form>`.
 */
export async function requireConfirmation(
  tx: Tx,
  payment: AskedPayment,
): Promise<Result<true, 'CONFIRMATION_REQUIRED'>> {
  return isConfirmed(await readConfirmation(tx, payment))
}

/** The same for several payments, in their order. */
export async function requireConfirmations(
  tx: Tx,
  payments: readonly AskedPayment[],
): Promise<Result<true, 'CONFIRMATION_REQUIRED'>[]> {
  return (await readConfirmations(tx, payments)).map(isConfirmed)
}

const isConfirmed = ({ askedAboveMinor, confirmedAt }: ConfirmationState): Result<true, 'CONFIRMATION_REQUIRED'> =>
  askedAboveMinor === null || confirmedAt !== null ? ok(true) : err('CONFIRMATION_REQUIRED')
