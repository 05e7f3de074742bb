import { rows } from '@/lib/db/transaction'

const NOTE_SEEN = {
  name: 'session-seen',
  text: `UPDATE sessions SET last_seen_at = now() WHERE id = $1 AND last_seen_at < now() - interval '5 minutes'`,
}

/** Writes down that a browser was here. Of those that come at once only the first writes. */
export async function noteSeen(sessionId: string): Promise<void> {
  await rows(NOTE_SEEN, [sessionId])
}

const NOTE_PROOF = {
  name: 'session-prove',
  text: 'UPDATE sessions SET proven_at = now(), passkey_proven_at = now() WHERE id = $1',
}

/** The person has just shown a passkey in this browser. */
export async function noteProof(sessionId: string): Promise<void> {
  await rows(NOTE_PROOF, [sessionId])
}

/** A signed-in browser as its owner sees it. */
export interface OpenSession {
  readonly id: string
  /** What the browser called itself when it signed in; null when it did not say, or signed in before that was kept. */
  readonly userAgent: string | null
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

const MOST_LISTED = 100
const LIST = {
  name: 'session-list',
  text: `SELECT id, user_agent AS "userAgent", created_at AS "createdAt", last_seen_at AS "lastSeenAt"
    FROM sessions WHERE user_id = $1 AND expires > now() ORDER BY last_seen_at DESC, id LIMIT ${MOST_LISTED}`,
}

/** The browsers in which this person is signed in, at most a hundred of them. */
export async function listSessions(userId: string): Promise<OpenSession[]> {
  return rows<OpenSession & Record<string, unknown>>(LIST, [userId])
}

const END_ONE = { name: 'session-end-one', text: 'DELETE FROM sessions WHERE id = $1 AND user_id = $2' }
const END_OTHERS = { name: 'session-end-others', text: 'DELETE FROM sessions WHERE user_id = $1 AND id <> $2' }

/** Signs one of the person's browsers out: it is out with its next request. */
export async function endOneSession(userId: string, sessionId: string): Promise<void> {
  await rows(END_ONE, [sessionId, userId])
}

/** Signs all of the person's browsers out except one. */
export async function endOtherSessions(userId: string, sessionId: string): Promise<void> {
  await rows(END_OTHERS, [userId, sessionId])
}
