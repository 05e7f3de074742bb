import type { Tx } from '@/lib/db/transaction'

/** What weakens or strengthens the protection of a wallet. */
export type SecurityChange = 'PASSKEY_ADDED' | 'PASSKEY_REMOVED' | 'LIMIT_RAISED' | 'LIMIT_DROPPED'

/** Tells the owner of the wallet, in the transaction of the change: none is made that the owner does not hear of. */
export type TellOwner = (tx: Tx, change: SecurityChange) => Promise<void>
