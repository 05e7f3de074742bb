import { rows, type Tx } from '@/lib/db/transaction'

export type Mode = 'LIVE' | 'TEST'

/** Whose account it is. Every owner has at most one account per kind, mode and currency; it is opened when first needed. */
export type AccountOwner =
  | { readonly kind: 'USER_WALLET'; readonly userId: string }
  | { readonly kind: 'MERCHANT' | 'MERCHANT_GATEWAY' | 'PARTNER_RESERVE' | 'OUR_RESERVE'; readonly ocid: number }
  | { readonly kind: 'APPLICATION'; readonly applicationId: string }
  | { readonly kind: 'CASH_IN' }
  | { readonly kind: 'SUSPENSE' }

export type AccountKind = AccountOwner['kind']

const OPEN = {
  name: 'ledger-account-open',
  text: `
    WITH opened AS (
      INSERT INTO ledger_accounts (kind, mode, currency, user_id, ocid, application_id)
      VALUES ($1::account_kind, $2::mode, $3::text, $4::uuid, $5::bigint, $6::text)
      ON CONFLICT (kind, mode, currency, user_id, ocid, application_id) DO NOTHING RETURNING id)
    SELECT id, true AS "isNew" FROM opened
    UNION ALL
    SELECT id, false FROM ledger_accounts
      WHERE kind = $1 AND mode = $2 AND currency = $3 AND user_id IS NOT DISTINCT FROM $4 AND ocid IS NOT DISTINCT FROM $5
        AND application_id IS NOT DISTINCT FROM $6
    LIMIT 1`,
}

export interface OpenedAccount {
  readonly id: bigint
  /** Opened by this very statement: it is there for others only when the transaction commits. */
  readonly isNew: boolean
}

/** The owner's account in `currency`, opened if it was not there. */
export async function openAccount(tx: Tx, owner: AccountOwner, mode: Mode, currency: string): Promise<OpenedAccount> {
  for (;;) {
    const [row] = await tx.rows<OpenedAccount>(OPEN, [owner.kind, mode, currency, ...idsOf(owner)])
    // No row: another transaction opened it after our snapshot was taken; the next statement sees it.
    if (row) return row
  }
}

const FIND = {
  name: 'ledger-account-find',
  text: `SELECT id FROM ledger_accounts
    WHERE kind = $1::account_kind AND mode = $2::mode AND currency = $3 AND user_id IS NOT DISTINCT FROM $4::uuid AND ocid IS NOT DISTINCT FROM $5::bigint
      AND application_id IS NOT DISTINCT FROM $6::text`,
}

/** The owner's account in `currency`, when there is one. */
export async function findAccount(owner: AccountOwner, mode: Mode, currency: string): Promise<bigint | undefined> {
  const [row] = await rows<{ id: bigint }>(FIND, [owner.kind, mode, currency, ...idsOf(owner)])
  return row?.id
}

/** Person, identity and application: one of them, or none. */
export function idsOf(owner: AccountOwner): readonly (string | number | null)[] {
  if ('userId' in owner) return [owner.userId, null, null]
  if ('applicationId' in owner) return [null, null, owner.applicationId]
  return [null, 'ocid' in owner ? owner.ocid : null, null]
}
