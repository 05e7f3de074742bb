import type { PoolClient, QueryConfig, QueryResultRow } from 'pg'
import { noteFailure } from './outage'
import { pool } from './pool'
import { isRefusedStatement } from './sql-error'

/** One connection of the pool with several statements under way, each answered in the order in which it was sent. */
interface Shared {
  readonly client: Promise<PoolClient>
  underWay: number
  broken: Error | undefined
}

// What waits on one of them holds up so many others at most.
const MOST_UNDER_WAY = 8
const open = new Set<Shared>()

/**
 * Sends a statement behind those that are under way on the same connection: most of what a small statement costs is the
 * waiting for its turn to be sent. Only for what waits for nobody's lock, because others wait behind it.
 */
export async function queryShared<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]> {
  const shared = join()
  try {
    const client = await shared.client
    return (await client.query<Row>(query)).rows
  } catch (cause) {
    noteFailure(cause)
    // A statement that PostgreSQL refuses has its answer; after anything else the connection is at its end.
    if (!isRefusedStatement(cause)) leaveOut(shared, cause)
    throw cause
  } finally {
    shared.underWay -= 1
    if (shared.underWay === 0) release(shared)
  }
}

function join(): Shared {
  for (const shared of open) {
    if (shared.underWay < MOST_UNDER_WAY) {
      shared.underWay += 1
      return shared
    }
  }
  const shared: Shared = { client: pool().connect(), underWay: 1, broken: undefined }
  open.add(shared)
  return shared
}

function leaveOut(shared: Shared, cause: unknown): void {
  shared.broken = cause instanceof Error ? cause : new Error(String(cause))
  open.delete(shared)
}

function release(shared: Shared): void {
  open.delete(shared)
  shared.client.then(
    (client) => client.release(shared.broken),
    // Whoever waited for it has heard why there is none.
    () => undefined,
  )
}
