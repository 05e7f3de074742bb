import { columnsOf } from '@/lib/db/columns-of'
import { violatedConstraint } from '@/lib/db/sql-error'
import type { EndingTx, Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Mode } from './account-store'

export type TransferReason =
  | 'RESERVE_LOSS'
  | 'PAYMENT'
  | 'TOP_UP'
  | 'CREDIT'
  | 'OPENING_RESERVE'
  | 'RESERVE_WITHDRAWAL'
  | 'PARTNER_TRANSFER'
  | 'RECEIPT'
  | 'ASSIGNMENT'
  | 'PERSON'
  | 'REFUND'
  | 'PAYOUT'
  | 'PAYOUT_RETURN'

/** A movement of `amountMinor` from one account to another of the same currency and mode. */
export interface NewTransfer {
  readonly mode: Mode
  readonly currency: string
  readonly amountMinor: bigint
  readonly debitAccountId: bigint
  readonly creditAccountId: bigint
  readonly paymentId: string | null
  readonly reason: TransferReason
}

const INSERT = {
  name: 'ledger-transfer-insert',
  text: `
    INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, payment_id, reason, resolved_at)
    SELECT $1, t.mode, t.currency, t.amount, t.debit, t.credit, t.payment, t.reason, CASE WHEN $1 = 'POSTED'::transfer_state THEN now() END
    FROM unnest($2::mode[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
      AS t (mode, currency, amount, debit, credit, payment, reason)
    RETURNING id`,
}

/** Moves money at once. The database moves the balances with it, and refuses an overdraft. */
export async function postTransfer(tx: Tx, transfer: NewTransfer): Promise<Result<bigint, 'INSUFFICIENT_FUNDS'>> {
  return insert(tx, 'POSTED', transfer)
}

/** Reserves money: it can be posted or voided later, once. */
export async function holdTransfer(tx: Tx, transfer: NewTransfer): Promise<Result<bigint, 'INSUFFICIENT_FUNDS'>> {
  return insert(tx, 'PENDING', transfer)
}

const RESOLVE = {
  name: 'ledger-transfer-resolve',
  text: `UPDATE transfers SET state = $2, resolved_at = now() WHERE id = $1`,
}

/** Ends a hold: `POSTED` moves the money, `VOIDED` gives it back. */
export async function resolveTransfer(tx: Tx, transferId: bigint, state: 'POSTED' | 'VOIDED'): Promise<void> {
  await tx.rows(RESOLVE, [transferId, state])
}

/** Moves money at once, from accounts that were found to have it under their locks: an overdraft fails the transaction. */
export function sendTransfers(tx: EndingTx, transfers: readonly NewTransfer[]): void {
  tx.write(INSERT, valuesOf('POSTED', transfers))
}

async function insert(tx: Tx, state: 'POSTED' | 'PENDING', transfer: NewTransfer) {
  try {
    const [row] = await tx.rows<{ id: bigint }>(INSERT, valuesOf(state, [transfer]))
    if (!row) throw new Error('an INSERT gave no row back')
    return ok(row.id)
  } catch (cause) {
    // The transaction is aborted now: the caller can only report it.
    if (violatedConstraint(cause) === 'account_not_overdrawn') return err('INSUFFICIENT_FUNDS' as const)
    throw cause
  }
}

const columns = ['mode', 'currency', 'amountMinor', 'debitAccountId', 'creditAccountId', 'paymentId', 'reason'] as const

const valuesOf = (state: 'POSTED' | 'PENDING', transfers: readonly NewTransfer[]) => [
  state,
  ...columnsOf(transfers, columns),
]
