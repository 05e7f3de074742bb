import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { log } from '@/lib/log/log'
import { WORKER_PREFIX } from './dead-workers'

const RECONNECT_MS = 1_000

export interface WorkerPresence {
  leave(): Promise<void>
}

/** A connection whose name says that this worker lives: when the process dies, the name disappears. It comes back after an outage. */
export async function announceWorker(connectionString: string): Promise<WorkerPresence> {
  const name = `${WORKER_PREFIX}${randomBytes(8).toString('hex')}`
  let isLeaving = false
  let client = await connect(connectionString, name, onLost)

  function onLost(): void {
    if (isLeaving) return
    setTimeout(() => {
      if (isLeaving) return
      connect(connectionString, name, onLost).then(
        (connected) => {
          client = connected
        },
        (cause: unknown) => {
          log().debug({ err: cause }, 'the worker has no connection yet')
          onLost()
        },
      )
    }, RECONNECT_MS).unref()
  }

  return {
    leave: async () => {
      isLeaving = true
      await client.end().catch(() => undefined)
    },
  }
}

async function connect(connectionString: string, name: string, onLost: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: name, keepAlive: true })
  client.on('error', () => undefined)
  await client.connect()
  client.once('end', onLost)
  return client
}
