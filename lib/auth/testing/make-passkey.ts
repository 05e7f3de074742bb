import { randomBytes } from 'node:crypto'
import { sql } from '@/lib/db/testing/sql'
import { digestToken } from '../session-token'
import { openSession } from '../user-store'

/** A signed-in browser of this person, by the id of its session. */
export async function makeBrowser(userId: string): Promise<string> {
  const token = await openSession(userId)
  const [row] = await sql(`SELECT id FROM sessions WHERE session_token = '${digestToken(token)}'`)
  return String(row?.id)
}

/** A row of a passkey whose key nobody holds, for tests that sign nothing. */
export async function makePasskeyRow(userId: string): Promise<string> {
  const credentialId = randomBytes(16).toString('base64url')
  const [row] = await sql(`INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, name)
    VALUES ('${userId}', '${credentialId}', '\\x01', 0, '{}', 'test') RETURNING id`)
  return String(row?.id)
}
