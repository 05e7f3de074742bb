import { AsyncLocalStorage } from 'node:async_hooks'
import { sqlState } from './sql-error'

const CONNECTION_FAULTS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
])

/** Whether an error means that PostgreSQL is away or going away, as opposed to a statement that it refused. */
export function isDatabaseOutage(cause: unknown): boolean {
  const code = sqlState(cause) ?? ''
  // 08: connection exception; 57P0x: shutting down, starting up; 53300: too many connections; 55P03, 57014: waited too long.
  if (CONNECTION_FAULTS.has(code) || /^(08|57P0|53300|55P03|57014)/.test(code)) return true
  if (!(cause instanceof Error)) return false
  return (
    /Connection terminated|is not queryable|Query read timeout|timeout exceeded when trying to connect|DatabaseNotReachable/i.test(
      cause.message,
    ) || isDatabaseOutage(cause.cause)
  )
}

interface Watch {
  sawOutage: boolean
}

// Next.js has its own copy of this module: what both must see hangs on the process.
const shared = globalThis as { openchargeOutageWatches?: AsyncLocalStorage<Watch> }

function watches(): AsyncLocalStorage<Watch> {
  shared.openchargeOutageWatches ??= new AsyncLocalStorage()
  return shared.openchargeOutageWatches
}

/** Runs what answers one request. `sawOutage` then says whether the database was away when it was asked for something. */
export function watchForOutage<T>(run: (sawOutage: () => boolean) => T): T {
  const watch: Watch = { sawOutage: false }
  return watches().run(watch, () => run(() => watch.sawOutage))
}

/** Tells the request that is being answered why the database gave it nothing. */
export function noteFailure(cause: unknown): void {
  const watch = watches().getStore()
  if (watch && isDatabaseOutage(cause)) watch.sawOutage = true
}
