import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { applyMigrations, type MigrationFile } from './schema-engine'

const MIGRATIONS = 'prisma/migrations'
// Any fixed number: two gateways that start at once take turns.
const MIGRATION_LOCK = 7_262_001

/**
 * Brings the database to the schema of this version. Safe to call from many processes at once; a fresh database may not exist
 * yet. Refuses one that a newer version has changed: what this version writes may not be right there.
 */
export async function migrateDatabase(connectionString: string): Promise<string[]> {
  await createIfMissing(connectionString)
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const migrations = await readMigrations()
    const known = new Set(migrations.map(({ name }) => name))
    const done = await appliedMigrations(client)
    const newer = done.filter((name) => !known.has(name)).at(-1)
    if (newer !== undefined) throw new Error(newerSchemaSentence(newer))
    // Loading the schema engine costs most of a second: an up-to-date database starts without it.
    return done.length === known.size ? [] : await applyMigrations(connectionString, migrations)
  } finally {
    await client.end()
  }
}

export async function readMigrations(): Promise<MigrationFile[]> {
  const names = (await readdir(MIGRATIONS, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const sorted = names.map((entry) => entry.name).sort()
  return Promise.all(
    sorted.map(async (name) => ({ name, sql: await readFile(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8') })),
  )
}

/** What to do when a newer version has changed the schema, up to the migration of this name. */
export const newerSchemaSentence = (migration: string): string =>
  `The database was brought to ${migration} by a newer version of the gateway. Use that version.`

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS found")
  if (!table.rows[0].found) return []
  const done = await client.query(
    'SELECT DISTINCT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1',
  )
  return done.rows.map(({ name }) => String(name))
}

async function createIfMissing(connectionString: string): Promise<void> {
  const url = new URL(connectionString)
  const database = decodeURIComponent(url.pathname.slice(1))
  const probe = new pg.Client({ connectionString })
  try {
    await probe.connect()
  } catch (cause) {
    if ((cause as { code?: string }).code !== '3D000') throw cause
    url.pathname = '/postgres'
    const admin = new pg.Client({ connectionString: url.href })
    await admin.connect()
    // Another process may create it first: its database serves as well.
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`).catch((failure: { code?: string }) => {
      if (failure.code !== '42P04' && failure.code !== '23505') throw failure
    })
    await admin.end()
  } finally {
    await probe.end().catch(() => undefined)
  }
}
