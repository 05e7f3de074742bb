import type { Tx } from '@/lib/db/transaction'
import type { LiveEvent, LiveTopic } from './live-event'

/** The channel of PostgreSQL's LISTEN and NOTIFY on which every process hears of what happened in any other. */
export const LIVE_CHANNEL = 'opencharge_live'

const ANNOUNCE = { name: 'live-announce', text: 'SELECT pg_notify($1, $2)' }

/** Tells every open page of this topic, in whatever process, when the transaction is committed. At most 8,000 bytes. */
export async function announceLiveEvent(tx: Pick<Tx, 'rows'>, topic: LiveTopic, event: LiveEvent): Promise<void> {
  await tx.rows(ANNOUNCE, [LIVE_CHANNEL, JSON.stringify({ topic, event })])
}
