import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { applyMigrations, type MigrationFile } from './schema-engine'

const MIGRATIONS = 'prisma/migrations'
// Any fixed number: two gateways that start at once take turns.
const MIGRATION_LOCK = 7_262_001

/** Brings the database to the schema of this version. Safe to call from many processes at once; a fresh database may not exist yet. */
export async function migrateDatabase(connectionString: string): Promise<string[]> {
  await createIfMissing(connectionString)
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const migrations = await readMigrations()
    return (await isCurrent(client, migrations)) ? [] : await applyMigrations(connectionString, migrations)
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

// Loading the schema engine costs most of a second: an up-to-date database starts without it.
async function isCurrent(client: pg.Client, migrations: readonly MigrationFile[]): Promise<boolean> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS found")
  if (!table.rows[0].found) return false
  const done = await client.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL')
  const names = new Set(done.rows.map((row) => row.migration_name))
  return migrations.every(({ name }) => names.has(name))
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
