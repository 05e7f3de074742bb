import type { Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type AskedPayment, readConfirmation } from './confirmation-store'

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
  const { askedAboveMinor, confirmedAt } = await readConfirmation(tx, payment)
  return askedAboveMinor === null || confirmedAt !== null ? ok(true) : err('CONFIRMATION_REQUIRED')
}
