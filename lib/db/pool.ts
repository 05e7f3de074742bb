import pg from 'pg'
import { noteFailure } from './outage'

const USUAL_CONNECTIONS = 20

const shared = globalThis as { openchargePool?: pg.Pool }

/** The one pool of this process: Prisma, the raw statements of the hot paths and the job worker all borrow from it. */
export function pool(): pg.Pool {
  shared.openchargePool ??= openPool(databaseUrl())
  return shared.openchargePool
}

function openPool(connectionString: string): pg.Pool {
  const opened = new ObservedPool({
    connectionString,
    max: Number(process.env.DATABASE_CONNECTIONS) || USUAL_CONNECTIONS,
    // Statements that need not wait for one another's answers are sent in one go (transaction.ts).
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // A server that went silent, or a process that died inside a payment, holds others up for seconds and not for hours.
    keepAlive: true,
    statement_timeout: 15_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
    query_timeout: 20_000,
  })
  // A connection that breaks (the server restarts) is replaced at the next use; it must not end the process.
  opened.on('error', () => undefined)
  opened.on('connect', (client) => client.on('error', () => undefined))
  return opened
}

/** Tells the request that asked when the database gave no connection, or none that lasted: it is answered with 503. */
class ObservedPool extends pg.Pool {
  override connect(...given: unknown[]) {
    return observed(Reflect.apply(super.connect, this, given))
  }

  override query(...given: unknown[]) {
    return observed(Reflect.apply(super.query, this, given))
  }
}

// Both have a form with a callback, which gives nothing.
function observed(answer: unknown): never {
  if (answer instanceof Promise) answer.catch(noteFailure)
  return answer as never
}

/** The address of the database of this process. */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set: the boot must start the embedded database or name a server first')
  return url
}

export async function closePool(): Promise<void> {
  const open = shared.openchargePool
  delete shared.openchargePool
  await open?.end()
}
