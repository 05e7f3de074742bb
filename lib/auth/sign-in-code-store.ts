import { inTransaction, rows } from '@/lib/db/transaction'
import { codeMinutes, mostCodesPerHour, mostTries } from './sign-in-code'

// Requests for one address take turns, so that many at once do not all count the same few codes.
const TURN = { name: 'sign-in-code-turn', text: 'SELECT pg_advisory_xact_lock(7262002, hashtext($1))' }
const SAVE = {
  name: 'sign-in-code-save',
  text: `
    INSERT INTO sign_in_codes (flow_id, email, code_hash, expires_at, known_browser)
    SELECT $1, $2, $3, now() + make_interval(mins => $4), $6
    WHERE (SELECT count(*) FROM sign_in_codes WHERE email = $2 AND known_browser = $6 AND created_at > now() - interval '1 hour') < $5
    RETURNING flow_id`,
}

export interface NewCode {
  readonly flowId: string
  readonly email: string
  readonly codeHash: string
  /** Whether the browser that asks has signed in with this address before. */
  readonly isKnownBrowser: boolean
}

/** Keeps a new code. False when this address was sent enough of them within the hour: to browsers it knows, or to others. */
export async function saveCode({ flowId, email, codeHash, isKnownBrowser }: NewCode): Promise<boolean> {
  return inTransaction(async (tx) => {
    await tx.rows(TURN, [email])
    const [row] = await tx.rows(SAVE, [flowId, email, codeHash, codeMinutes, mostCodesPerHour, isKnownBrowser])
    return row !== undefined
  })
}

const DROP = { name: 'sign-in-code-drop', text: 'DELETE FROM sign_in_codes WHERE flow_id = $1' }

/** Forgets a code that could not be mailed. */
export async function dropCode(flowId: string): Promise<void> {
  await rows(DROP, [flowId])
}

const READ = {
  name: 'sign-in-code-read',
  text: 'SELECT email FROM sign_in_codes WHERE flow_id = $1 AND expires_at > now()',
}

/** The address of a sign-in under way. */
export async function findFlowEmail(flowId: string): Promise<string | undefined> {
  const [row] = await rows<{ email: string }>(READ, [flowId])
  return row?.email
}

const TRY = {
  name: 'sign-in-code-try',
  text: `UPDATE sign_in_codes SET tries = tries + 1 WHERE flow_id = $1 AND expires_at > now() AND tries < $2
    RETURNING email, code_hash AS "codeHash"`,
}

/** Uses up one try, before anything is compared: parallel guesses count too. Undefined when there are none left. */
export async function takeTry(flowId: string): Promise<{ email: string; codeHash: string } | undefined> {
  const [row] = await rows<{ email: string; codeHash: string }>(TRY, [flowId, mostTries])
  return row
}

// Long past, not now(): another confirmation may have begun before this one did, and by its clock "now" is yet to come.
const USE = {
  name: 'sign-in-code-use',
  text: 'UPDATE sign_in_codes SET expires_at = to_timestamp(0) WHERE flow_id = $1 AND expires_at > now() RETURNING true AS used',
}

/** Spends a code. True for exactly one of those who try at once. */
export async function spendCode(flowId: string): Promise<boolean> {
  const [row] = await rows(USE, [flowId])
  return row !== undefined
}
