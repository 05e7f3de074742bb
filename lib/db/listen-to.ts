import pg from 'pg'
import { log } from '@/lib/log/log'
import { databaseUrl } from './pool'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

interface Hearing {
  readonly onMessage: (text: string) => void
  /** The connection was away for a while: whatever was sent meanwhile was not heard. */
  readonly onGap: () => void
}

/** Listens on a channel of PostgreSQL with a connection of its own, again and again when it breaks. Gives how to stop. */
export function listenTo(channel: string, hearing: Hearing): () => Promise<void> {
  const state: { isOver: boolean; client: pg.Client | undefined; pauseMs: number } = {
    isOver: false,
    client: undefined,
    pauseMs: FIRST_PAUSE_MS,
  }
  const open = async (): Promise<void> => {
    if (state.isOver) return
    const client = new pg.Client({ connectionString: databaseUrl(), keepAlive: true, connectionTimeoutMillis: 5_000 })
    state.client = client
    client.on('error', () => undefined)
    client.once('end', () => again())
    client.on('notification', ({ payload }) => hearing.onMessage(payload ?? ''))
    try {
      await client.connect()
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
      // Also the first time: whoever waits for it may have looked before it was there.
      state.pauseMs = FIRST_PAUSE_MS
      hearing.onGap()
    } catch (cause) {
      log().debug({ err: cause }, 'the database cannot be listened to')
      await client.end().catch(() => undefined)
    }
  }
  const again = () => {
    if (state.isOver) return
    setTimeout(open, state.pauseMs).unref()
    state.pauseMs = Math.min(state.pauseMs * 2, LONGEST_PAUSE_MS)
  }
  void open()
  return async () => {
    state.isOver = true
    await state.client?.end().catch(() => undefined)
  }
}
