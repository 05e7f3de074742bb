import { existsSync } from 'node:fs'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import { migrateDatabase, newerSchemaSentence } from '@/lib/db/migrate'
import type { DatabasePlace } from './operator-settings'
import { readSchemaState, type SchemaState } from './schema-state'
import type { Terminal } from './terminal'

/** The database cannot be used as it is. The message says what to do. */
export class UnreadyDatabaseError extends Error {
  override readonly name = 'UnreadyDatabaseError'
}

/** Refuses a folder without a database: a command in the wrong place would make one there, and find nothing wrong with it. */
export function requireDatabase({ DATABASE_URL, DATA_DIR }: DatabasePlace): void {
  if (DATABASE_URL || existsSync(path.join(DATA_DIR, 'postgres'))) return
  throw new UnreadyDatabaseError(
    `There is no database in ${DATA_DIR}. Set DATA_DIR as the gateway has it (a demo on another port has .data/port-<PORT>). "npm run oc -- migrate" makes a new one.`,
  )
}

/**
 * Makes sure that a command finds its tables. A new database gets them; one of another version is left alone, because a
 * command that lists something must not change the schema under a gateway that runs.
 */
export async function bringUpToDate(url: string, terminal: Terminal): Promise<void> {
  const state = await readSchemaState(url)
  const problem = schemaProblem(state)
  if (problem && !state.isFresh) throw new UnreadyDatabaseError(problem)
  if (state.isFresh) {
    terminal.note(`The database is new and empty: this version's tables are made first.\n`)
    await migrateDatabase(url)
  }
  if (state.queueVersion === 0) await runMigrations({ connectionString: url })
}

/** Why this version cannot work with the schema, and what to do; undefined when it can. */
export function schemaProblem({ pending, broken, unknown }: SchemaState): string | undefined {
  if (broken.length > 0) {
    return `The migration ${broken[0]} began and did not end. Put the backup back that was made before it, and run "npm run oc -- migrate" again.`
  }
  const newer = unknown.at(-1)
  if (newer !== undefined) return newerSchemaSentence(newer)
  if (pending.length === 0) return undefined
  return `The database lacks ${pending.length === 1 ? 'the migration' : 'the migrations'} ${pending.join(', ')}. Make a backup, then run "npm run oc -- migrate".`
}
