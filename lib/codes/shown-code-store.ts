import { randomBytes } from 'node:crypto'
import { forgetRows } from '@/lib/db/forget-rows'
import { rows, type Tx } from '@/lib/db/transaction'

/** How long a code can be brought an order (protocol section 5, orders/create/{sessionId}). */
export const CODE_SECONDS = 5 * 60

/** A code that a person shows. `usedFor`: the page of the order that a merchant brought to it. */
export interface ShownCode {
  readonly id: string
  readonly userId: string
  readonly expiresAtEpochSeconds: number
  readonly usedFor: string | null
}

const COLUMNS = `id, user_id AS "userId", floor(extract(epoch FROM expires_at))::float8 AS "expiresAtEpochSeconds", checkout_session_id AS "usedFor"`

const LATEST = {
  name: 'shown-code-latest',
  quick: true,
  text: `SELECT ${COLUMNS} FROM shown_codes WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1`,
}
const INSERT = {
  name: 'shown-code-insert',
  text: `INSERT INTO shown_codes (id, user_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3)) RETURNING ${COLUMNS}`,
}

export async function findLatestCode(userId: string): Promise<ShownCode | undefined> {
  const [code] = await rows<ShownCode>(LATEST, [userId])
  return code
}

export async function insertCode(userId: string): Promise<ShownCode> {
  const id = `code_${randomBytes(18).toString('base64url')}`
  const [code] = await rows<ShownCode>(INSERT, [id, userId, CODE_SECONDS])
  if (!code) throw new Error('shown-code-insert gave no row')
  return code
}

const READ = { name: 'shown-code-read', quick: true, text: `SELECT ${COLUMNS} FROM shown_codes WHERE id = $1` }
const LOCK = { name: 'shown-code-lock', text: `SELECT ${COLUMNS} FROM shown_codes WHERE id = $1 FOR UPDATE` }
const USE = { name: 'shown-code-use', text: 'UPDATE shown_codes SET checkout_session_id = $2 WHERE id = $1' }

export async function findCode(id: string): Promise<ShownCode | undefined> {
  const [code] = await rows<ShownCode>(READ, [id])
  return code
}

/** The code, locked: of two merchants that bring an order at once, the second waits and finds it used. */
export async function lockCode(tx: Tx, id: string): Promise<ShownCode | undefined> {
  const [code] = await tx.rows<ShownCode>(LOCK, [id])
  return code
}

export async function markCodeUsed(tx: Tx, id: string, sessionId: string): Promise<void> {
  await tx.rows(USE, [id, sessionId])
}

/** Drops codes that nobody used and nobody can use any more. */
export async function forgetOldCodes(): Promise<void> {
  const where = "checkout_session_id IS NULL AND expires_at < now() - interval '1 day'"
  await forgetRows({ name: 'shown-code-forget', table: 'shown_codes', where })
}
