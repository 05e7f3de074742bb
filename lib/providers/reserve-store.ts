import { rows, type Tx } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import { POSTED_MINOR } from '@/lib/ledger/balance-store'

/** Money of ours at a partner, in minor units of its currency. */
export interface Reserve {
  readonly accountId: bigint
  readonly ocid: number
  readonly currency: string
  /** What lies there by our books. */
  readonly balanceMinor: bigint
  /** What payments under way are about to use. */
  readonly heldMinor: bigint
  /** Below this it is low. */
  readonly lowMinor: bigint
  /** Below this it is not used any more. */
  readonly emptyMinor: bigint
}

/** What a settlement may still use of a reserve; negative when it is below its threshold. */
export const headroomMinor = ({ balanceMinor, heldMinor, emptyMinor }: Reserve): bigint =>
  balanceMinor - heldMinor - emptyMinor

// An asset: what we own there stands as a debit, so its balance is negative.
const COLUMNS = `
  a.id AS "accountId", a.ocid, a.currency, a.held_minor AS "heldMinor",
  (-${POSTED_MINOR})::bigint AS "balanceMinor",
  coalesce(t.low_minor, 0) AS "lowMinor", coalesce(t.empty_minor, 0) AS "emptyMinor"`
const FROM = `FROM ledger_accounts a LEFT JOIN reserve_thresholds t ON t.ocid = a.ocid AND t.currency = a.currency`

const LIST = {
  name: 'reserves-list',
  text: `SELECT ${COLUMNS} ${FROM} WHERE a.kind = 'OUR_RESERVE' AND a.mode = $1 AND ($2::text IS NULL OR a.currency = $2) ORDER BY a.ocid, a.currency`,
}
const LOCK = {
  name: 'reserve-lock',
  text: `SELECT id FROM ledger_accounts WHERE kind = 'OUR_RESERVE' AND mode = $1 AND currency = $2 AND ocid = $3 FOR NO KEY UPDATE`,
}
const READ = { name: 'reserve-read', text: `SELECT ${COLUMNS} ${FROM} WHERE a.id = $1` }

type Row = Omit<Reserve, 'ocid'> & { ocid: bigint }
const fromRow = (row: Row): Reserve => ({ ...row, ocid: Number(row.ocid) })

/** Our reserves at partners, of one currency or of all. */
export async function listReserves(mode: Mode, currency: string | null): Promise<Reserve[]> {
  return (await rows<Row>(LIST, [mode, currency])).map(fromRow)
}

/** Our reserve at a partner, locked so that no other settlement takes from it meanwhile. Lock wallets before reserves. */
export async function lockReserve(tx: Tx, mode: Mode, currency: string, ocid: number): Promise<Reserve | undefined> {
  // First lock, then read: a statement that waited for the lock would count postings twice that were absorbed meanwhile.
  const [locked] = await tx.rows<{ id: bigint }>(LOCK, [mode, currency, ocid])
  if (!locked) return undefined
  const [row] = await tx.rows<Row>(READ, [locked.id])
  return row && fromRow(row)
}

const LOCK_SOME = {
  name: 'reserves-lock',
  text: `SELECT id FROM ledger_accounts WHERE kind = 'OUR_RESERVE' AND mode = $1 AND currency = $2 AND ocid = ANY($3) ORDER BY id FOR NO KEY UPDATE`,
}

/** Locks several reserves in the order of their ids, so that two that go from one to the other do not wait for each other. */
export async function lockReserves(tx: Tx, mode: Mode, currency: string, ocids: readonly number[]): Promise<void> {
  await tx.rows(LOCK_SOME, [mode, currency, ocids])
}

const PUT_THRESHOLD = {
  name: 'reserve-threshold-put',
  text: `INSERT INTO reserve_thresholds (ocid, currency, low_minor, empty_minor) VALUES ($1, $2, $3, $4)
    ON CONFLICT (ocid, currency) DO UPDATE SET low_minor = $3, empty_minor = $4`,
}

/** When the reserve at a partner counts as low, and below what it is not used any more. */
export async function putReserveThresholds(
  tx: Tx,
  reserve: Pick<Reserve, 'ocid' | 'currency' | 'lowMinor' | 'emptyMinor'>,
): Promise<void> {
  await tx.rows(PUT_THRESHOLD, [reserve.ocid, reserve.currency, reserve.lowMinor, reserve.emptyMinor])
}
