import { EventEmitter } from 'node:events'
import { Logger, type RunnerOptions, type WorkerEvents } from 'graphile-worker'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { type Queue, runQueue } from './run-queue'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let runner: Queue | undefined
let pool: pg.Pool

afterEach(async () => {
  await runner?.stop()
  await pool.end()
})

/** A pool whose first connection breaks when it is asked what the tasks are called. */
function stumblingPool(): { readonly pool: pg.Pool; readonly hasStumbled: () => boolean } {
  const opened = new pg.Pool({ connectionString: process.env.DATABASE_URL })
  let hasStumbled = false
  opened.on('error', () => undefined)
  opened.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    const stumble = (...args: unknown[]) => {
      if (hasStumbled || !JSON.stringify(args[0]).includes('_private_tasks')) return query(...args)
      hasStumbled = true
      return Promise.reject(new Error('Connection terminated unexpectedly'))
    }
    Object.assign(client, { query: stumble })
  })
  return { pool: opened, hasStumbled: () => hasStumbled }
}

test.each([
  ['one job at a time', {}],
  ['many at once', { preset: { worker: { localQueue: { size: 4 } } } }],
])('workers that came up in a bad moment, and take %s, find their jobs all the same', async (_, more) => {
  const stumbling = stumblingPool()
  pool = stumbling.pool
  const done = vi.fn()
  const options = (): RunnerOptions => ({
    ...more,
    pgPool: stumbling.pool,
    logger: new Logger(() => () => undefined),
    noHandleSignals: true,
    concurrency: 4,
    pollInterval: 100,
    taskList: { greet: async () => done() },
  })
  runner = await runQueue(options, 1_000)
  expect(stumbling.hasStumbled()).toBe(true)
  await sql("SELECT graphile_worker.add_job('greet')")
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce(), { timeout: 10_000, interval: 50 })
})

test('workers that could not tell the database which jobs are done are replaced', async () => {
  pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
  pool.on('error', () => undefined)
  const connect = pool.connect.bind(pool)
  let isAway = false
  const stumble = (...args: never[]) =>
    isAway ? Promise.reject(new Error('Connection terminated unexpectedly')) : Reflect.apply(connect, pool, args)
  Object.assign(pool, { connect: stumble })
  const events: WorkerEvents = new EventEmitter()
  const gaveUp = vi.fn(() => {
    isAway = false
  })
  events.on('pool:gracefulShutdown', gaveUp)
  const done = vi.fn()
  const taskList = {
    greet: async (payload: unknown) => {
      done(payload)
      isAway = gaveUp.mock.calls.length === 0
    },
  }
  const quiet = { logger: new Logger(() => () => undefined), noHandleSignals: true, pollInterval: 100 }
  const preset = { worker: { localQueue: { size: 4 }, completeJobBatchDelay: 20 } }
  const options = (): RunnerOptions => ({ ...quiet, pgPool: pool, preset, concurrency: 4, taskList, events })
  runner = await runQueue(options, 1_000)
  await sql(`SELECT graphile_worker.add_job('greet', '"before"')`)
  await vi.waitFor(() => expect(gaveUp).toHaveBeenCalledOnce(), { timeout: 10_000, interval: 50 })
  await sql(`SELECT graphile_worker.add_job('greet', '"after"')`)
  await vi.waitFor(() => expect(done).toHaveBeenCalledWith('after'), { timeout: 10_000, interval: 50 })
})
