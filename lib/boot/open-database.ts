import { runMigrations } from 'graphile-worker'
import { acquireEmbeddedPostgres } from '@/lib/db/embedded/embedded-postgres'
import { migrateDatabase } from '@/lib/db/migrate'
import type { Env } from '@/lib/env/env'

export interface OpenDatabase {
  readonly url: string
  close(): Promise<void>
}

/** The operator's PostgreSQL, or the embedded one, brought to this version's schema. Leaves its URL where everybody looks for it. */
export async function openDatabase(env: Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>): Promise<OpenDatabase> {
  const database = await findDatabase(env)
  await migrateDatabase(database.url)
  await runMigrations({ connectionString: database.url })
  process.env.DATABASE_URL = database.url
  return database
}

async function findDatabase({ DATABASE_URL, DATA_DIR }: Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>): Promise<OpenDatabase> {
  if (DATABASE_URL) return { url: DATABASE_URL, close: async () => undefined }
  const { url, release } = await acquireEmbeddedPostgres(DATA_DIR)
  return { url, close: release }
}
