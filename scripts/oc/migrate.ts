import { runMigrations } from 'graphile-worker'
import { migrateDatabase } from '@/lib/db/migrate'
import { ok } from '@/lib/opencharge/result'
import { schemaProblem } from './bring-up-to-date'
import { defineCommand, type Output, refuse } from './command'
import { databasePlace } from './operator-settings'
import { readSchemaState, type SchemaState } from './schema-state'

export const migrate = defineCommand({
  syntax: 'migrate',
  summary: "bring the database to this version's schema",
  details:
    'Makes the database when it is missing. Safe to run at any time and from several machines at once; the gateway does the same when it starts.',
  examples: ['migrate', 'migrate --json'],
  run: async (session) => {
    const url = await session.connect(databasePlace())
    const before = await readSchemaState(url)
    const isStuck = before.broken.length > 0 || before.unknown.length > 0
    if (isStuck) return refuse(schemaProblem(before) ?? '')
    const applied = await migrateDatabase(url)
    await runMigrations({ connectionString: url })
    return ok(summarise(applied, before, await readSchemaState(url)))
  },
})

function summarise(applied: readonly string[], before: SchemaState, after: SchemaState): Output {
  const queue = { from: before.queueVersion, to: after.queueVersion }
  const lines = applied.map((name) => `applied ${name}`)
  if (queue.to !== queue.from) lines.push(`job queue brought from version ${queue.from} to ${queue.to}`)
  if (lines.length === 0) lines.push('The database is up to date: nothing to apply.')
  return { json: { applied, jobQueueVersion: queue }, lines }
}
