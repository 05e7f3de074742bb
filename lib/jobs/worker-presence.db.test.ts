import { expect, test, vi } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { WORKER_PREFIX } from './dead-workers'
import { announceWorker } from './worker-presence'

useTestDatabase()

const mine = `datname = current_database() AND application_name LIKE '${WORKER_PREFIX}%'`
const seen = () => countOf('pg_stat_activity', mine)
const connections = () => sql(`SELECT pid FROM pg_stat_activity WHERE ${mine}`)

test('a worker is seen while it lives, comes back when its connection was cut, and is gone when it leaves', async () => {
  const presence = await announceWorker(process.env.DATABASE_URL ?? '')
  const before = await connections()
  expect(before).toHaveLength(1)
  await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${mine}`)
  await vi.waitFor(
    async () => {
      expect(await seen()).toBe(1)
      expect(await connections()).not.toEqual(before)
    },
    { timeout: 10_000 },
  )
  await presence.leave()
  await vi.waitFor(async () => expect(await seen()).toBe(0), { timeout: 5_000 })
})

test('every worker has a name of its own', async () => {
  const workers = await Promise.all([1, 2, 3].map(() => announceWorker(process.env.DATABASE_URL ?? '')))
  expect(
    await sql(`SELECT count(DISTINCT application_name)::int AS names FROM pg_stat_activity WHERE ${mine}`),
  ).toEqual([{ names: 3 }])
  await Promise.all(workers.map((worker) => worker.leave()))
})
