import type { Tx } from '@/lib/db/transaction'
import type { AccountKind, Mode } from './account-store'
import { AVAILABLE_MINOR } from './balance-store'

/** An account under its lock. `availableMinor`: what can be spent from it, in minor units of its currency. */
export interface LockedAccount {
  readonly kind: AccountKind
  readonly mode: Mode
  readonly currency: string
  readonly availableMinor: bigint
}

const LOCK = { name: 'ledger-account-lock', text: 'SELECT id FROM ledger_accounts WHERE id = $1 FOR NO KEY UPDATE' }
const READ = {
  name: 'ledger-account-read',
  text: `SELECT a.kind, a.mode, a.currency, ${AVAILABLE_MINOR} AS "availableMinor" FROM ledger_accounts a WHERE a.id = $1`,
}

/** The account, locked: nothing else can spend from it meanwhile. Undefined when there is none. */
export async function lockAccount(tx: Tx, accountId: bigint): Promise<LockedAccount | undefined> {
  // First lock, then read: a statement that waited for the lock would count postings twice that were absorbed meanwhile.
  const [, [row]] = await Promise.all([tx.rows(LOCK, [accountId]), tx.rows<LockedAccount>(READ, [accountId])])
  return row
}
