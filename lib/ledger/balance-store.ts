import { rows } from '@/lib/db/transaction'
import type { AccountKind, Mode } from './account-store'

export interface WalletBalance {
  readonly accountId: bigint
  readonly currency: string
  /** What the person can spend: posted money less what is held. */
  readonly availableMinor: bigint
}

/** What was posted to the ledger account `a`, credits minus debits, absorbed or waiting. As SQL, of type numeric. */
export const POSTED_MINOR = `(a.balance_minor + coalesce((SELECT sum(p.amount_minor) FROM account_postings p WHERE p.account_id = a.id), 0))`

/** What can be spent from the ledger account `a`: posted money less what is held. As SQL. */
export const AVAILABLE_MINOR = `(${POSTED_MINOR} - a.held_minor)::bigint`

const WALLETS = {
  name: 'ledger-wallet-balances',
  text: `
    SELECT a.id AS "accountId", a.currency, ${AVAILABLE_MINOR} AS "availableMinor"
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
  const failures: unknown[] = []
  for (const { id } of await rows<{ id: bigint }>(BUSY, [most])) {
    // An account that cannot be rolled up must not keep those behind it from it.
    await rows(ABSORB, [id]).catch((cause: unknown) => failures.push(cause))
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} accounts could not be rolled up`)
}

/** An account with its books: `postedMinor` is credits minus debits, `heldMinor` what pending transfers reserve of it. */
export interface AccountBalance {
  readonly id: bigint
  readonly kind: AccountKind
  readonly mode: Mode
  readonly currency: string
  readonly userId: string | null
  readonly email: string | null
  readonly ocid: bigint | null
  readonly applicationId: string | null
  readonly applicationName: string | null
  readonly postedMinor: bigint
  readonly heldMinor: bigint
}

const ACCOUNTS = {
  name: 'ledger-accounts',
  text: `
    SELECT a.id, a.kind, a.mode, a.currency, a.user_id AS "userId", u.email, a.ocid, a.application_id AS "applicationId", app.name AS "applicationName", a.held_minor AS "heldMinor",
      ${POSTED_MINOR}::text AS "postedMinor"
    FROM ledger_accounts a LEFT JOIN users u ON u.id = a.user_id LEFT JOIN applications app ON app.id = a.application_id
    WHERE ($1::account_kind IS NULL OR a.kind = $1) AND ($2::uuid IS NULL OR a.user_id = $2)
    ORDER BY a.kind, a.mode, a.currency, a.id LIMIT $3`,
}

/** Accounts of one kind, of one person, or all; at most `most`. */
export async function listAccounts(
  filter: { readonly kind?: AccountKind | undefined; readonly userId?: string | undefined },
  most: number,
): Promise<AccountBalance[]> {
  // As text: the books must stay readable even if postings add up to more than a bigint column holds.
  const values = [filter.kind ?? null, filter.userId ?? null, most]
  const found = await rows<Omit<AccountBalance, 'postedMinor'> & { postedMinor: string }>(ACCOUNTS, values)
  return found.map((row) => ({ ...row, postedMinor: BigInt(row.postedMinor) }))
}

const PLAY_MONEY = {
  name: 'ledger-play-money',
  text: "SELECT 1 AS one FROM transfers WHERE reason = 'TOP_UP' AND mode = 'LIVE' LIMIT 1",
}

/** Whether anybody ever topped up by himself, which only development allows. */
export async function holdsPlayMoney(): Promise<boolean> {
  const [row] = await rows(PLAY_MONEY, [])
  return row !== undefined
}
