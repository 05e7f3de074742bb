import { expect, test } from 'vitest'
import { forgetRows } from './forget-rows'
import { pool } from './pool'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'
import { withPatience } from './with-patience'

useTestDatabase()

const old = { name: 'nonces-forget-test', table: 'nonces', where: "expires_at < now() - interval '1 hour'" }

test('a backlog of many batches goes at once, and what is still needed stays', async () => {
  await sql(
    `INSERT INTO nonces (ocid, nonce, expires_at) SELECT 1, 'old ' || n, now() - interval '1 day' FROM generate_series(1, 25000) n`,
    `INSERT INTO nonces (ocid, nonce, expires_at) SELECT 1, 'new ' || n, now() FROM generate_series(1, 7) n`,
  )
  await forgetRows(old)
  expect(await countOf('nonces', 'true')).toBe(7)
})

test('what somebody else holds is left for the next time', async () => {
  await sql(
    "INSERT INTO nonces (ocid, nonce, expires_at) SELECT 2, 'n' || n, now() - interval '1 day' FROM generate_series(1, 3) n",
  )
  const holder = await pool().connect()
  try {
    await holder.query("BEGIN; SELECT FROM nonces WHERE ocid = 2 AND nonce = 'n1' FOR UPDATE")
    await forgetRows(old)
    expect(await countOf('nonces', 'ocid = 2')).toBe(1)
  } finally {
    await holder.query('ROLLBACK')
    holder.release()
  }
  await forgetRows(old)
  expect(await countOf('nonces', 'ocid = 2')).toBe(0)
})

test('whole tables are read without the time limit that requests have', async () => {
  const limit = 'SELECT current_setting($$statement_timeout$$) AS limit'
  expect(await sql(limit)).toEqual([{ limit: '15s' }])
  expect(await withPatience((ask) => ask(limit))).toEqual([{ limit: '0' }])
})
