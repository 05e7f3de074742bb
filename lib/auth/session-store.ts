import { rows } from '@/lib/db/transaction'

const NOTE_SEEN = {
  name: 'session-seen',
  text: `UPDATE sessions SET last_seen_at = now() WHERE id = $1 AND last_seen_at < now() - interval '5 minutes'`,
}

/** Writes down that a browser was here. Of those that come at once only the first writes. */
export async function noteSeen(sessionId: string): Promise<void> {
  await rows(NOTE_SEEN, [sessionId])
}
