import { rows } from '@/lib/db/transaction'
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
  text: `INSERT INTO sessions (id, session_token, user_id, expires) VALUES (gen_random_uuid(), $1, $2, now() + make_interval(secs => $3))`,
}

/** Signs a browser in. Gives the token for its cookie, which is stored nowhere. */
export async function openSession(userId: string): Promise<string> {
  const token = newSessionToken()
  await rows(OPEN_SESSION, [digestToken(token), userId, sessionMaxAgeSeconds])
  return token
}

const END_SESSION = { name: 'session-end', text: 'DELETE FROM sessions WHERE session_token = $1' }

export async function endSession(token: string): Promise<void> {
  await rows(END_SESSION, [digestToken(token)])
}
