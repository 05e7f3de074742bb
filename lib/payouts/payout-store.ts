import { rows, type Tx } from '@/lib/db/transaction'
import type { AccountKind } from '@/lib/ledger/account-store'

const IS_BOOKED = {
  name: 'payout-is-booked',
  text: 'SELECT EXISTS (SELECT FROM payouts WHERE account_id = $1 AND reference = $2) AS "isBooked"',
}

/** Whether a payout of this account is booked under this reference. Asked under the account's lock, it stays true. */
export async function isPayoutBooked(tx: Tx, accountId: bigint, reference: string): Promise<boolean> {
  const [row] = await tx.rows<{ isBooked: boolean }>(IS_BOOKED, [accountId, reference])
  return row?.isBooked === true
}

const INSERT = {
  name: 'payout-insert',
  text: 'INSERT INTO payouts (transfer_id, account_id, reference, paid_by) VALUES ($1, $2, $3, $4)',
}

export interface NewPayout {
  readonly transferId: bigint
  readonly accountId: bigint
  readonly reference: string
  readonly paidBy: string
}

export async function insertPayout(tx: Tx, { transferId, accountId, reference, paidBy }: NewPayout): Promise<void> {
  await tx.rows(INSERT, [transferId, accountId, reference, paidBy])
}

const LOCK_PAYOUT = {
  name: 'payout-lock',
  text: `SELECT p.transfer_id AS "transferId", p.account_id AS "accountId", p.reference, p.paid_by AS "paidBy", p.return_transfer_id AS "returnTransferId",
      t.currency, t.amount_minor AS "amountMinor", t.credit_account_id AS "cashAccountId"
    FROM payouts p JOIN transfers t ON t.id = p.transfer_id WHERE p.transfer_id = $1 FOR UPDATE OF p`,
}

/** A payout that is out, or that came back by the transfer that it names. */
export interface StandingPayout extends NewPayout {
  readonly currency: string
  readonly amountMinor: bigint
  readonly cashAccountId: bigint
  readonly returnTransferId: bigint | null
}

/** The payout, locked: it comes back once. */
export async function lockPayout(tx: Tx, transferId: bigint): Promise<StandingPayout | undefined> {
  const [row] = await tx.rows<StandingPayout & Record<string, unknown>>(LOCK_PAYOUT, [transferId])
  return row
}

const RETURN = { name: 'payout-return', text: 'UPDATE payouts SET return_transfer_id = $2 WHERE transfer_id = $1' }

export async function markReturned(tx: Tx, transferId: bigint, returnTransferId: bigint): Promise<void> {
  await tx.rows(RETURN, [transferId, returnTransferId])
}

/** Money that left the gateway, for operators. */
export interface Payout extends Omit<StandingPayout, 'cashAccountId'> {
  readonly kind: AccountKind
  readonly email: string | null
  readonly ocid: bigint | null
  readonly applicationId: string | null
  readonly applicationName: string | null
  readonly createdAt: Date
}

const LIST = {
  name: 'payout-list',
  text: `SELECT p.transfer_id AS "transferId", p.account_id AS "accountId", p.reference, p.paid_by AS "paidBy", p.created_at AS "createdAt",
      p.return_transfer_id AS "returnTransferId",
      t.currency, t.amount_minor AS "amountMinor", a.kind, u.email, a.ocid, a.application_id AS "applicationId", app.name AS "applicationName"
    FROM payouts p JOIN transfers t ON t.id = p.transfer_id JOIN ledger_accounts a ON a.id = p.account_id
    LEFT JOIN users u ON u.id = a.user_id LEFT JOIN applications app ON app.id = a.application_id
    ORDER BY p.transfer_id DESC LIMIT $1`,
}

/** The latest payouts, at most `most` of them. */
export async function listPayouts(most: number): Promise<Payout[]> {
  return rows<Payout & Record<string, unknown>>(LIST, [most])
}
