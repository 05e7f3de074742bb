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
    /Connection terminated|Query read timeout|timeout exceeded when trying to connect|DatabaseNotReachable/i.test(
      cause.message,
    ) || isDatabaseOutage(cause.cause)
  )
}

const shared = globalThis as { openchargeDatabaseGone?: boolean }

/** Takes note that the database was there, or was not, when somebody last asked for a connection. */
export function noteDatabase(isThere: boolean): void {
  shared.openchargeDatabaseGone = !isThere
}

export const isDatabaseGone = (): boolean => shared.openchargeDatabaseGone === true
