import { rows, type Tx } from '@/lib/db/transaction'

export type MoneyRequestState = 'OPEN' | 'PAID' | 'WITHDRAWN'

export interface StoredRequest {
  readonly token: string
  readonly askerId: string
  readonly askerName: string | null
  readonly askerEmail: string
  readonly state: MoneyRequestState
  readonly amountMinor: bigint
  readonly currency: string
  readonly memo: string | null
  readonly createdAtEpochSeconds: number
  readonly expiresAtEpochSeconds: number
  /** Who paid it; null while nobody did. */
  readonly payerId: string | null
  readonly payerEmail: string | null
}

export interface NewRequest {
  readonly token: string
  readonly askerId: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly memo: string | null
}

const INSERT = {
  name: 'money-request-insert',
  text: `INSERT INTO money_requests (token, asker_id, amount_minor, currency, memo, expires_at)
    SELECT $1, $2::uuid, $3, $4, $5, now() + make_interval(days => $6)
    WHERE (SELECT count(*) FROM money_requests WHERE asker_id = $2 AND state = 'OPEN' AND expires_at > now()) < $7
    RETURNING token`,
}

/** False when the person has `mostOpen` requests open already. */
export async function insertRequest(request: NewRequest, days: number, mostOpen: number): Promise<boolean> {
  const { token, askerId, amountMinor, currency, memo } = request
  const made = await rows(INSERT, [token, askerId, amountMinor, currency, memo, days, mostOpen])
  return made.length > 0
}

const COLUMNS = `r.token, r.asker_id AS "askerId", a.name AS "askerName", a.email AS "askerEmail", r.state, r.amount_minor AS "amountMinor",
  r.currency, r.memo, extract(epoch FROM r.created_at)::float8 AS "createdAtEpochSeconds",
  extract(epoch FROM r.expires_at)::float8 AS "expiresAtEpochSeconds", p.sender_id AS "payerId", b.email AS "payerEmail"`
const FROM = `money_requests r JOIN users a ON a.id = r.asker_id
  LEFT JOIN person_transfers p ON p.request_token = r.token LEFT JOIN users b ON b.id = p.sender_id`

const FIND = { name: 'money-request-find', text: `SELECT ${COLUMNS} FROM ${FROM} WHERE r.token = $1` }
const LIST = {
  name: 'money-request-list',
  text: `SELECT ${COLUMNS} FROM ${FROM} WHERE r.asker_id = $1 ORDER BY r.created_at DESC, r.token LIMIT $2`,
}

export async function findRequest(token: string): Promise<StoredRequest | undefined> {
  const [row] = await rows<StoredRequest>(FIND, [token])
  return row
}

/** The newest requests of one person, at most `most`. */
export async function listRequests(askerId: string, most: number): Promise<StoredRequest[]> {
  return rows<StoredRequest>(LIST, [askerId, most])
}

const LOCK = { name: 'money-request-lock', text: 'SELECT 1 AS one FROM money_requests WHERE token = $1 FOR UPDATE' }

/** The request, locked so that nobody else can end it meanwhile. */
export async function lockRequest(tx: Tx, token: string): Promise<StoredRequest | undefined> {
  // First lock, then read: what a statement joins beside the row that it waited for is of before the wait.
  const [, [row]] = await Promise.all([tx.rows(LOCK, [token]), tx.rows<StoredRequest>(FIND, [token])])
  return row
}

const END = {
  name: 'money-request-end',
  text: 'UPDATE money_requests SET state = $2::money_request_state, ended_at = now() WHERE token = $1',
}

export async function endRequest(tx: Tx, token: string, state: 'PAID' | 'WITHDRAWN'): Promise<void> {
  await tx.rows(END, [token, state])
}
