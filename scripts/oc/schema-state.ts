import pg from 'pg'
import { readMigrations } from '@/lib/db/migrate'
import { sqlState } from '@/lib/db/sql-error'

/** How the database's schema compares with this version of the gateway. */
export interface SchemaState {
  /** Nobody has ever migrated it, or it is not there yet. */
  readonly isFresh: boolean
  readonly pending: readonly string[]
  /** Began and never ended: somebody must look. */
  readonly broken: readonly string[]
  /** Applied by a newer version than this one. */
  readonly unknown: readonly string[]
  /** The version of the job queue's own schema; 0 when it has none. */
  readonly queueVersion: number
}

const DATABASE_MISSING = '3D000'

export async function readSchemaState(connectionString: string): Promise<SchemaState> {
  const wanted = (await readMigrations()).map(({ name }) => name)
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    return await compare(client, wanted)
  } catch (cause) {
    if (sqlState(cause) === DATABASE_MISSING) return freshState(wanted, 0)
    throw cause
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function compare(client: pg.Client, wanted: readonly string[]): Promise<SchemaState> {
  const queueVersion = await readQueueVersion(client)
  if (!(await hasTable(client, '_prisma_migrations'))) return freshState(wanted, queueVersion)
  const { rows } = await client.query<{ name: string; isDone: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS "isDone" FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const done = new Set(rows.filter(({ isDone }) => isDone).map(({ name }) => name))
  return {
    isFresh: rows.length === 0,
    pending: wanted.filter((name) => !done.has(name)),
    broken: rows.filter(({ isDone, name }) => !isDone && !done.has(name)).map(({ name }) => name),
    unknown: [...done].filter((name) => !wanted.includes(name)),
    queueVersion,
  }
}

async function readQueueVersion(client: pg.Client): Promise<number> {
  if (!(await hasTable(client, 'graphile_worker.migrations'))) return 0
  const { rows } = await client.query<{ version: number | null }>(
    'SELECT max(id) AS version FROM graphile_worker.migrations',
  )
  return rows[0]?.version ?? 0
}

async function hasTable(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [name])
  return rows[0]?.found === true
}

const freshState = (pending: readonly string[], queueVersion: number): SchemaState => ({
  isFresh: true,
  pending,
  broken: [],
  unknown: [],
  queueVersion,
})
