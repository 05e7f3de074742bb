import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { openDatabase } from '@/lib/boot/open-database'
import { readMigrations } from '@/lib/db/migrate'
import { closePool, pool } from '@/lib/db/pool'
import { sql } from '@/lib/db/testing/sql'
import { runCommand, runJson } from './testing/run-command'

const migrations = (await readMigrations()).map(({ name }) => name)
let name: string

async function useDatabase(database: string): Promise<void> {
  await closePool()
  const url = new URL(inject('testServerUrl'))
  url.pathname = `/${database}`
  vi.stubEnv('DATABASE_URL', url.href)
}

/** Database-wide statements cannot stand in a transaction. */
async function administer(statement: string): Promise<void> {
  await useDatabase('postgres')
  await pool().query(statement)
  await useDatabase(name)
}

beforeEach(async () => {
  name = `migrate_${randomBytes(6).toString('hex')}`
  await administer(`CREATE DATABASE ${name} TEMPLATE template_gateway`)
})

afterEach(async () => {
  await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  vi.unstubAllEnvs()
})

test('a database that is not there is made, and what was applied is named; a second time there is nothing to do', async () => {
  await administer(`DROP DATABASE ${name}`)
  const first = await runJson(['migrate'])
  expect(first).toMatchObject({ exitCode: 0, document: { applied: migrations, jobQueueVersion: { from: 0 } } })
  expect(await runCommand(['migrate'])).toEqual({
    out: 'The database is up to date: nothing to apply.\n',
    err: '',
    exitCode: 0,
  })
})

test('a command does not touch a schema that is older, because an older gateway may run on it', async () => {
  await sql(`DELETE FROM _prisma_migrations WHERE migration_name = '${migrations[1]}'`)
  const { out, err, exitCode } = await runCommand(['user', 'list'])
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 })
  expect(err).toContain(`lacks the migration ${migrations[1]}`)
})

test.each([{ argv: ['user', 'list'] }, { argv: ['migrate'] }])(
  '$argv refuses a schema of a newer version',
  async ({ argv }) => {
    await sql(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99990101000000_future', now())`,
    )
    expect(await runCommand(argv)).toMatchObject({ exitCode: 1, err: expect.stringContaining('newer version') })
  },
)

test('nor does the gateway start on one: a machine that was left behind would write what the others do not expect', async () => {
  await sql(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99990101000000_future', now())`,
  )
  await expect(openDatabase({ DATABASE_URL: process.env.DATABASE_URL, DATA_DIR: 'unused' })).rejects.toThrow(
    'brought to 99990101000000_future by a newer version',
  )
})

test('a migration that broke off is not passed over', async () => {
  await sql(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '${migrations[1]}'`)
  expect(await runCommand(['migrate'])).toMatchObject({ exitCode: 1, err: expect.stringContaining('did not end') })
})
