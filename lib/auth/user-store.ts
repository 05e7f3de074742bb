import { forgetRows } from '@/lib/db/forget-rows'
import { rows, type Tx } from '@/lib/db/transaction'
import { displayText } from '@/lib/opencharge/display-text'
import { digestToken, newSessionToken, sessionMaxAgeSeconds } from './session-token'

const SIGN_IN = {
  name: 'user-sign-in',
  text: `
    INSERT INTO users (id, email, email_verified) VALUES (gen_random_uuid(), $1, now())
    ON CONFLICT (email) DO UPDATE SET email_verified = coalesce(users.email_verified, now())
    RETURNING id`,
}

/** The user with this address, made when it is the first time. */
export async function ensureUser(email: string): Promise<string> {
  const [row] = await rows<{ id: string }>(SIGN_IN, [email])
  if (!row) throw new Error('user-sign-in gave no row')
  return row.id
}

const OPEN_SESSION = {
  name: 'session-open',
  text: `INSERT INTO sessions (id, session_token, user_id, expires, user_agent, proven_at, passkey_proven_at)
    VALUES (gen_random_uuid(), $1, $2, now() + make_interval(secs => $3), $4, now(), CASE WHEN $5 THEN now() END)`,
}

const MOST_USER_AGENT_CHARACTERS = 300

/** How a browser was signed in: with a mailed code unless `byPasskey`. */
export interface SignedInHow {
  readonly userAgent?: string | null
  readonly byPasskey?: boolean
}

/** Signs a browser in. Gives the token for its cookie, which is stored nowhere. */
export async function openSession(
  userId: string,
  { userAgent = null, byPasskey = false }: SignedInHow = {},
): Promise<string> {
  const token = newSessionToken()
  const shortened = userAgent && displayText(userAgent, MOST_USER_AGENT_CHARACTERS)
  await rows(OPEN_SESSION, [digestToken(token), userId, sessionMaxAgeSeconds, shortened || null, byPasskey])
  return token
}

const READ_SESSION = {
  quick: true,
  name: 'session-read',
  text: `SELECT s.id AS "sessionId", s.expires, u.id AS "userId", u.email, u.email_verified AS "emailVerified",
      s.last_seen_at < now() - interval '5 minutes' AS "isSeenLongAgo"
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.session_token = $1`,
}

/** A signed-in browser and whose it is, also when it has expired. */
export interface StoredSession {
  readonly sessionId: string
  readonly expires: Date
  readonly userId: string
  readonly email: string
  readonly emailVerified: Date | null
  /** When it was last seen is written down again, at most every few minutes. */
  readonly isSeenLongAgo: boolean
}

/** Read with each page and each form of somebody who is signed in: a statement of ours costs a tenth of Prisma's here. */
export async function findSession(token: string): Promise<StoredSession | undefined> {
  const [row] = await rows<StoredSession>(READ_SESSION, [digestToken(token)])
  return row
}

const END_SESSION = { name: 'session-end', text: 'DELETE FROM sessions WHERE session_token = $1' }

export async function endSession(token: string): Promise<void> {
  await rows(END_SESSION, [digestToken(token)])
}

/** A person as the operator sees one. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly createdAt: Date
  /** When the address was first confirmed by a code; null when nobody has signed in with it. */
  readonly verifiedAt: Date | null
  /** What others name to pay this person through us. */
  readonly reference: string
  /** The identity of its own on the network that the person registered. */
  readonly ocid: number | null
}

const ADD = {
  name: 'user-add',
  text: `INSERT INTO users (id, email, ocid, reference)
    SELECT gen_random_uuid(), $1, $2, coalesce($3::text, 'u_' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 20))
    ON CONFLICT DO NOTHING RETURNING id, reference`,
}

/** Under which names a person receives money from others; the reference is made up when it is not given. */
export interface ReceivingNames {
  readonly ocid?: number | undefined
  readonly reference?: string | undefined
}

/** A new user whose address nobody has confirmed yet. Undefined when the address or one of the names is taken. */
export async function addUser(
  tx: Tx,
  email: string,
  { ocid, reference }: ReceivingNames = {},
): Promise<{ readonly id: string; readonly reference: string } | undefined> {
  const [row] = await tx.rows<{ id: string; reference: string }>(ADD, [email, ocid ?? null, reference ?? null])
  return row
}

const PERSON = 'id, email, created_at AS "createdAt", email_verified AS "verifiedAt", reference, ocid'
const FIND = { name: 'user-find', text: `SELECT ${PERSON} FROM users WHERE email = $1` }
const LIST = { name: 'user-list', text: `SELECT ${PERSON} FROM users ORDER BY created_at DESC, id LIMIT $1` }

export async function findUser(email: string): Promise<Person | undefined> {
  const [row] = await rows<PersonRow>(FIND, [email])
  return row && fromRow(row)
}

const FIND_BY_ID = { name: 'user-find-by-id', text: 'SELECT email, name, reference, ocid FROM users WHERE id = $1' }

/** Under which names a person is known. */
export interface KnownNames {
  readonly email: string
  readonly name: string | null
  readonly reference: string
  readonly ocid: bigint | null
}

export async function findPerson(id: string): Promise<KnownNames | undefined> {
  const [row] = await rows<KnownNames>(FIND_BY_ID, [id])
  return row
}

/** The newest users, at most `most` of them. */
export async function listUsers(most: number): Promise<Person[]> {
  return (await rows<PersonRow>(LIST, [most])).map(fromRow)
}

type PersonRow = Omit<Person, 'ocid'> & { readonly ocid: bigint | null }

const fromRow = (row: PersonRow): Person => ({ ...row, ocid: row.ocid === null ? null : Number(row.ocid) })

const forgotten = [
  { table: 'sign_in_codes', where: "created_at < now() - interval '1 day'" },
  { table: 'passkey_challenges', where: 'expires_at < now()' },
  { table: 'payment_confirmations', where: "confirmed_at < now() - interval '1 hour'" },
  { table: 'sessions', where: 'expires < now()' },
]

/** Drops codes, challenges, confirmations and sessions that are long over. */
export async function forgetOldSignIns(): Promise<void> {
  for (const { table, where } of forgotten) await forgetRows({ name: `${table}-forget`, table, where })
}
