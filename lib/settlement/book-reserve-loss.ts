import type { StoredCheckout } from '@/lib/checkout/payment-store'
import type { Tx } from '@/lib/db/transaction'
import { openAccount } from '@/lib/ledger/account-store'
import { postTransfer } from '@/lib/ledger/transfer-store'
import type { Settlement } from './live-settlement-store'

const BOOKED = {
  name: 'reserve-loss-booked',
  // An operator who gives a settlement up books its loss in the transaction that ends it, so both have the same now().
  text: `SELECT 1 AS one FROM transfers t JOIN ledger_accounts a ON a.id = t.credit_account_id JOIN settlements s ON s.payment_id = t.payment_id
    WHERE s.id = $1 AND s.state = 'GIVEN_UP' AND t.reason = 'RESERVE_LOSS' AND a.ocid = $2 AND t.resolved_at = s.ended_at`,
}

/**
 * A provider took money from our reserve for a payment whose payer has his back: the reserve goes down as it did there,
 * against the suspense account, once. False when the operator has booked it while giving the settlement up.
 */
export async function bookReserveLoss(
  tx: Tx,
  { id }: Pick<Settlement, 'id'>,
  { mode, currency, amountMinor, paymentId }: StoredCheckout,
  providerOcid: number,
): Promise<boolean> {
  if ((await tx.rows(BOOKED, [id, providerOcid])).length > 0) return false
  const debitAccountId = (await openAccount(tx, { kind: 'SUSPENSE' }, mode, currency)).id
  const creditAccountId = (await openAccount(tx, { kind: 'OUR_RESERVE', ocid: providerOcid }, mode, currency)).id
  const movement = { mode, currency, amountMinor, debitAccountId, creditAccountId, paymentId }
  const booked = await postTransfer(tx, { ...movement, reason: 'RESERVE_LOSS' })
  if (!booked.ok) throw new Error(`our books have less in reserve at ${providerOcid} than it took`)
  return true
}
