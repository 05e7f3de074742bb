import { rows, type Tx } from '@/lib/db/transaction'

/** Above this amount in this currency, the person is asked again. */
export interface ConfirmationLimit {
  readonly currency: string
  readonly amountMinor: bigint
}

const LIST = {
  name: 'confirmation-limit-list',
  text: 'SELECT currency, amount_minor AS "amountMinor" FROM confirmation_limits WHERE user_id = $1 ORDER BY currency',
}
const LOCK = { name: 'confirmation-limit-lock', text: 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE' }
const SET = {
  name: 'confirmation-limit-set',
  text: `INSERT INTO confirmation_limits (user_id, currency, amount_minor) VALUES ($1, $2, $3)
    ON CONFLICT (user_id, currency) DO UPDATE SET amount_minor = excluded.amount_minor`,
}
const DROP = {
  name: 'confirmation-limit-drop',
  text: 'DELETE FROM confirmation_limits WHERE user_id = $1 AND currency = $2 RETURNING currency',
}

export async function listLimits(userId: string): Promise<ConfirmationLimit[]> {
  return rows<ConfirmationLimit & Record<string, unknown>>(LIST, [userId])
}

/** The amounts, with the person's row locked: nobody sets another one, or takes the last passkey, meanwhile. */
export async function lockLimits(tx: Tx, userId: string): Promise<ConfirmationLimit[]> {
  await tx.rows(LOCK, [userId])
  return tx.rows<ConfirmationLimit & Record<string, unknown>>(LIST, [userId])
}

export async function saveLimit(tx: Tx, userId: string, { currency, amountMinor }: ConfirmationLimit): Promise<void> {
  await tx.rows(SET, [userId, currency, amountMinor])
}

/** False when there was none. */
export async function dropLimit(tx: Tx, userId: string, currency: string): Promise<boolean> {
  return (await tx.rows(DROP, [userId, currency])).length > 0
}
