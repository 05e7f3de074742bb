import { rows } from '@/lib/db/transaction'
import type { Mode } from './account-store'

export interface WalletBalance {
  readonly accountId: bigint
  readonly currency: string
  /** What the person can spend: posted money less what is held. */
  readonly availableMinor: bigint
}

const WALLETS = {
  name: 'ledger-wallet-balances',
  text: `
    SELECT a.id AS "accountId", a.currency,
      (a.balance_minor - a.held_minor + coalesce((SELECT sum(p.amount_minor) FROM account_postings p WHERE p.account_id = a.id), 0))::bigint AS "availableMinor"
    FROM ledger_accounts a WHERE a.user_id = $1 AND a.kind = 'USER_WALLET' AND a.mode = $2
    ORDER BY a.currency`,
}

/** A person's wallets with what can be spent from each. */
export async function readWalletBalances(userId: string, mode: Mode): Promise<WalletBalance[]> {
  return rows<WalletBalance>(WALLETS, [userId, mode])
}

const BUSY = {
  name: 'ledger-busy-accounts',
  text: `SELECT account_id AS id FROM account_postings GROUP BY account_id HAVING count(*) > $1 ORDER BY account_id`,
}
const ABSORB = { name: 'ledger-absorb', text: 'SELECT ledger_absorb($1)' }

/** Rolls waiting postings into the balance of every account that has more than `most` of them. */
export async function absorbPostings(most: number): Promise<void> {
  for (const { id } of await rows<{ id: bigint }>(BUSY, [most])) await rows(ABSORB, [id])
}
