import { rows, type Tx } from '@/lib/db/transaction'

export const mostPasskeys = 20

/** A passkey as its owner sees it. */
export interface Passkey {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** A passkey as it is checked. */
export interface StoredPasskey {
  readonly id: string
  readonly userId: string
  readonly credentialId: string
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly transports: string[]
}

const LIST = {
  name: 'passkey-list',
  text: `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt"
    FROM passkeys WHERE user_id = $1 ORDER BY created_at, id`,
}
const CREDENTIALS = {
  name: 'passkey-credentials',
  text: 'SELECT credential_id AS id, transports FROM passkeys WHERE user_id = $1 ORDER BY created_at, id',
}
const FIND = {
  name: 'passkey-find',
  text: `SELECT id, user_id AS "userId", credential_id AS "credentialId", public_key AS "publicKey", transports
    FROM passkeys WHERE credential_id = $1`,
}

export async function listPasskeys(userId: string): Promise<Passkey[]> {
  return rows<Passkey & Record<string, unknown>>(LIST, [userId])
}

/** What a browser needs to know of a person's passkeys to find one of them. */
export async function listCredentials(userId: string): Promise<{ id: string; transports: string[] }[]> {
  return rows(CREDENTIALS, [userId])
}

export async function findPasskey(credentialId: string): Promise<StoredPasskey | undefined> {
  const [row] = await rows<StoredPasskey & Record<string, unknown>>(FIND, [credentialId])
  return row
}

// A counter of zero is that of an authenticator that does not count. Two answers with the same count: one of them is a copy's.
const COUNT_USE = {
  name: 'passkey-use',
  text: `UPDATE passkeys SET counter = $2, last_used_at = now()
    WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING id`,
}

/** Notes a use. False when the passkey had counted as far before: then there is a copy of it. */
export async function countUse(passkeyId: string, counter: number): Promise<boolean> {
  return (await rows(COUNT_USE, [passkeyId, counter])).length > 0
}

export interface NewPasskey extends Omit<StoredPasskey, 'id'> {
  readonly counter: number
  readonly name: string
}

const LOCK_USER = { name: 'passkey-lock-user', text: 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE' }
const ADD = {
  name: 'passkey-add',
  text: `INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, name)
    SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM passkeys WHERE user_id = $1) < ${mostPasskeys}
    RETURNING id`,
}

/** False when the person has as many as there may be. A credential that is here already violates `passkeys_credential_id_key`. */
export async function insertPasskey(tx: Tx, passkey: NewPasskey): Promise<boolean> {
  const { userId, credentialId, publicKey, counter, transports, name } = passkey
  await tx.rows(LOCK_USER, [userId])
  const values = [userId, credentialId, Buffer.from(publicKey), counter, transports, name]
  return (await tx.rows(ADD, values)).length > 0
}

const RENAME = { name: 'passkey-rename', text: 'UPDATE passkeys SET name = $3 WHERE id = $1 AND user_id = $2' }
const REMOVE = { name: 'passkey-remove', text: 'DELETE FROM passkeys WHERE id = $1 AND user_id = $2 RETURNING id' }

export async function renamePasskey(userId: string, passkeyId: string, name: string): Promise<void> {
  await rows(RENAME, [passkeyId, userId, name])
}

/** With the last one go the amounts above which the person is asked again (a trigger does it). False when the person has no such passkey. */
export async function deletePasskey(tx: Tx, userId: string, passkeyId: string): Promise<boolean> {
  return (await tx.rows(REMOVE, [passkeyId, userId])).length > 0
}

const FORGET = {
  name: 'passkey-forget',
  text: `WITH out AS (DELETE FROM sessions WHERE user_id = $1)
    DELETE FROM passkeys WHERE user_id = $1 RETURNING id`,
}

/** Removes all passkeys of a person and signs every browser out. Gives how many passkeys there were. */
export async function deleteAllPasskeys(tx: Tx, userId: string): Promise<number> {
  return (await tx.rows(FORGET, [userId])).length
}
