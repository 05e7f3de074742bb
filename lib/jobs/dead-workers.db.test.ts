import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { releaseDeadWorkers, WORKER_PREFIX } from './dead-workers'

useTestDatabase()

let connections: pg.Client[]

beforeEach(async () => {
  connections = []
  await sql('DELETE FROM graphile_worker._private_jobs')
})

afterEach(async () => {
  await Promise.all(connections.map((connection) => connection.end()))
})

/** Connects as a running worker does. */
async function startWorker(name: string): Promise<void> {
  const connection = new pg.Client({
    connectionString: process.env.DATABASE_URL ?? '',
    application_name: `${WORKER_PREFIX}${name}`,
  })
  connections.push(connection)
  await connection.connect()
}

/** A job, and its queue with it, that a worker took so many seconds ago. */
async function takeJob(key: string, worker: string, secondsAgo: number): Promise<void> {
  const taken = `locked_by = '${worker}', locked_at = now() - interval '${secondsAgo} seconds'`
  await sql(
    `SELECT graphile_worker.add_job('deliver', '{}'::json, queue_name := 'q:${key}', job_key := '${key}')`,
    `UPDATE graphile_worker._private_jobs SET ${taken} WHERE key = '${key}'`,
    `UPDATE graphile_worker._private_job_queues SET ${taken} WHERE queue_name = 'q:${key}'`,
  )
}

async function takenJobs(): Promise<unknown[]> {
  const rows = await sql(`SELECT j.key, j.locked_by IS NOT NULL OR q.locked_by IS NOT NULL AS taken
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id ORDER BY j.key`)
  return rows.filter(({ taken }) => taken).map(({ key }) => key)
}

describe('a worker that starts', () => {
  test('and is alone frees at once what a killed one had taken, queue and all', async () => {
    await takeJob('a', 'gone', 1)
    await startWorker('new')
    await releaseDeadWorkers(true)
    expect(await takenJobs()).toEqual([])
  })

  test('beside a living one leaves alone what that one has just taken', async () => {
    await takeJob('a', 'living', 1)
    await Promise.all([startWorker('living'), startWorker('new')])
    await releaseDeadWorkers(true)
    expect(await takenJobs()).toEqual(['a'])
  })

  test('beside a living one frees what was taken longer ago than any job lasts', async () => {
    await takeJob('new', 'living', 30)
    await takeJob('old', 'gone', 61)
    await Promise.all([startWorker('living'), startWorker('new')])
    await releaseDeadWorkers(true)
    expect(await takenJobs()).toEqual(['new'])
  })

  test('does not count the workers of another database of the same server as company', async () => {
    const url = new URL(process.env.DATABASE_URL ?? '')
    url.pathname = '/postgres'
    const elsewhere = new pg.Client({ connectionString: url.href, application_name: `${WORKER_PREFIX}elsewhere` })
    connections.push(elsewhere)
    await Promise.all([elsewhere.connect(), startWorker('new')])
    await takeJob('a', 'gone', 1)
    await releaseDeadWorkers(true)
    expect(await takenJobs()).toEqual([])
  })
})

describe('the worker that cleans up every minute', () => {
  test('leaves alone what was taken lately, also when it is the only one', async () => {
    await takeJob('mine', 'me', 5)
    await startWorker('me')
    await releaseDeadWorkers(false)
    expect(await takenJobs()).toEqual(['mine'])
  })

  test('frees what was taken longer ago than any job lasts', async () => {
    await takeJob('a', 'gone', 61)
    await takeJob('b', 'me', 5)
    await startWorker('me')
    await releaseDeadWorkers(false)
    expect(await takenJobs()).toEqual(['b'])
  })

  test('has nothing to do when nothing is taken', async () => {
    await releaseDeadWorkers(false)
    await releaseDeadWorkers(true)
    expect(await takenJobs()).toEqual([])
  })
})
