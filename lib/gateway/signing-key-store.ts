import { rows, type Tx } from '@/lib/db/transaction'

export type SigningKeyState = 'NEXT' | 'SIGNING' | 'RETIRED'

/** A public key of ours with the span in which it signed. `NEXT` has not signed yet; `SIGNING` still does. */
export interface ArchivedKey {
  readonly publicKey: string
  readonly state: SigningKeyState
  readonly signedFrom: Date | null
  readonly signedUntil: Date | null
}

const LOCK = { name: 'signing-keys-lock', text: 'LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE' }
const LIST = {
  name: 'signing-keys-list',
  text: `SELECT public_key AS "publicKey", state, signed_from AS "signedFrom", signed_until AS "signedUntil"
    FROM signing_keys ORDER BY state, signed_from DESC, public_key`,
}

/** Our keys: the next one, the one that signs, then the retired ones, latest first. */
export async function listKeyArchive(): Promise<ArchivedKey[]> {
  return rows<ArchivedKey>(LIST, [])
}

/** The same, and nobody else changes it before this transaction ends; it can still be read. */
export async function lockKeyArchive(tx: Tx): Promise<ArchivedKey[]> {
  await tx.rows(LOCK, [])
  return tx.rows<ArchivedKey>(LIST, [])
}

const BEGIN = {
  name: 'signing-keys-begin',
  // Before there was an archive, the proofs were the only memory of the keys.
  text: `
    WITH used AS (
      SELECT public_key, min(created_at) AS first, max(created_at) AS last FROM proofs WHERE issuer = $1 GROUP BY public_key)
    INSERT INTO signing_keys (public_key, state, signed_from, signed_until)
    SELECT public_key, 'RETIRED'::signing_key_state, first, last FROM used WHERE public_key <> $2
    UNION ALL
    SELECT $2, 'SIGNING', coalesce((SELECT first FROM used WHERE public_key = $2), now()), NULL`,
}

/** Opens the archive with the key that signs: since its earliest proof, or from now on. Older keys are known by their proofs. */
export async function beginKeyArchive(tx: Tx, ourOcid: number, publicKey: string): Promise<void> {
  await tx.rows(BEGIN, [ourOcid, publicKey])
}

const RETIRE = {
  name: 'signing-key-retire',
  text: `UPDATE signing_keys SET state = 'RETIRED', signed_until = now() WHERE state = 'SIGNING'`,
}
const START = {
  name: 'signing-key-start',
  text: `UPDATE signing_keys SET state = 'SIGNING', signed_from = now() WHERE public_key = $1 AND state = 'NEXT'`,
}

/** From now on the next key signs, and the one that did so far is retired. */
export async function turnToNextKey(tx: Tx, publicKey: string): Promise<void> {
  await tx.rows(RETIRE, [])
  await tx.rows(START, [publicKey])
}

const ANNOUNCE = {
  name: 'signing-key-announce',
  text: `INSERT INTO signing_keys (public_key, state) VALUES ($1, 'NEXT')`,
}
const WITHDRAW = {
  name: 'signing-key-withdraw',
  text: `DELETE FROM signing_keys WHERE state = 'NEXT' RETURNING public_key AS "publicKey"`,
}

export async function insertNextKey(tx: Tx, publicKey: string): Promise<void> {
  await tx.rows(ANNOUNCE, [publicKey])
}

/** Takes the next key back, which has signed nothing; gives it, or undefined when there was none. */
export async function deleteNextKey(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.rows<{ publicKey: string }>(WITHDRAW, [])
  return row?.publicKey
}
