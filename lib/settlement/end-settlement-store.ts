import type { Tx } from '@/lib/db/transaction'
import { resolveTransfer } from '@/lib/ledger/transfer-store'
import { firstAttempt } from '@/lib/webhooks/delivery-store'
import type { Settlement } from './live-settlement-store'

const SETTLED = {
  name: 'settlement-settled',
  text: `
    WITH ended AS (
      UPDATE settlements SET state = 'SETTLED', ended_at = now(), lease_owner = NULL, leased_until = NULL, reason = NULL WHERE id = $1 RETURNING payment_id, strategy),
    paid AS (
      UPDATE payments p SET status = 'SUCCEEDED', strategy = ended.strategy, settled_at = now(), paying_since = NULL, updated_at = now()
      FROM ended WHERE p.id = ended.payment_id RETURNING p.id),
    closed AS (UPDATE checkout_sessions SET open = false FROM paid WHERE payment_id = paid.id),
    delivery AS (
      INSERT INTO deliveries (id, receiver_ocid, payment_id, body, relayed, next_attempt_at) SELECT $2, $3, paid.id, $4, true, now() FROM paid RETURNING id)
    SELECT ${firstAttempt('delivery.id')} FROM delivery`,
}

/** The proof that goes on to the merchant, in its issuer's words. */
export interface RelayedProof {
  readonly deliveryId: string
  readonly receiverOcid: number
  readonly envelope: string
}

/** The payment succeeded: the held money moves, and the merchant is sent the proof. The proof itself is kept before. */
export async function settleThroughOthers(tx: Tx, { id, holdId }: Settlement, relay: RelayedProof): Promise<void> {
  await resolveTransfer(tx, holdId, 'POSTED')
  await tx.rows(SETTLED, [id, relay.deliveryId, relay.receiverOcid, relay.envelope])
}

const ENDED = {
  name: 'settlement-ended',
  text: `UPDATE settlements SET state = $2::settlement_state, reason = $3, lease_owner = NULL, leased_until = NULL,
    ended_at = CASE WHEN $2 IN ('ABANDONED', 'GIVEN_UP') THEN now() END WHERE id = $1`,
}

/** Ends a settlement that moved nothing: the held money is the payer's again. */
export async function voidSettlement(
  tx: Tx,
  { id, holdId }: Settlement,
  state: 'ABANDONED' | 'GIVEN_UP',
  reason: string,
): Promise<void> {
  await resolveTransfer(tx, holdId, 'VOIDED')
  await tx.rows(ENDED, [id, state, reason])
}

const STOP_STEPS = {
  name: 'settlement-steps-stop',
  text: 'UPDATE settlement_steps SET next_attempt_at = NULL WHERE settlement_id = $1 AND next_attempt_at IS NOT NULL',
}

/** Nothing more is done by itself: the money stays held until an operator has looked. */
export async function handToOperator(tx: Tx, { id }: Settlement, reason: string): Promise<void> {
  await tx.rows(ENDED, [id, 'NEEDS_OPERATOR', reason])
  await tx.rows(STOP_STEPS, [id])
}

const FAIL = {
  name: 'payment-fail',
  text: `
    WITH failed AS (
      UPDATE payments SET status = 'FAILED', failure_code = $2, paying_since = NULL, updated_at = now() WHERE id = $1 RETURNING id)
    UPDATE checkout_sessions SET open = false FROM failed WHERE payment_id = failed.id`,
}
const REOPEN = {
  name: 'payment-reopen',
  text: 'UPDATE payments SET payer_id = NULL, paying_since = NULL, updated_at = now() WHERE id = $1',
}

/** Every way was refused: the payment is over, and nothing was charged. */
export async function failPayment(tx: Tx, paymentId: string, failureCode: string): Promise<void> {
  await tx.rows(FAIL, [paymentId, failureCode])
}

/** Somebody could not be reached, and nothing was charged: the page is open again for another try. */
export async function reopenPayment(tx: Tx, paymentId: string): Promise<void> {
  await tx.rows(REOPEN, [paymentId])
}
