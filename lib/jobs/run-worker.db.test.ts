import type { ServerResponse } from 'node:http'
import type { Runner } from 'graphile-worker'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import { makeDelivery, readDelivery } from '@/lib/webhooks/testing/make-delivery'
import { answerWith, type Receiver, startReceiver } from '@/lib/webhooks/testing/receiver'
import { readJobHealth } from './job-store'
import { runWorker } from './run-worker'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: TestGateway
let healthy: Receiver
let slow: Receiver
let worker: Runner | undefined

beforeAll(async () => {
  lab = await createTestGateway({ timeoutMs: 20_000 })
})

beforeEach(async () => {
  ;[healthy, slow] = [await startReceiver(), await startReceiver()]
  lab.peers.put(300, 'merchant', { endpoint: healthy.endpoint })
  lab.peers.put(301, 'another merchant', { endpoint: slow.endpoint })
})

afterEach(async () => {
  await worker?.stop()
  await Promise.all([healthy.close(), slow.close()])
})

afterAll(() => lab.close())

const start = async () => {
  worker = await runWorker(lab.us, process.env.DATABASE_URL ?? '')
}
const delivered = async (ids: readonly string[]) => {
  const statuses = await Promise.all(ids.map(async (id) => (await readDelivery(id)).status))
  return statuses.filter((status) => status === 'DELIVERED').length
}
const patiently = { timeout: 15_000, interval: 50 }

test('a delivery is sent as soon as its job is there', async () => {
  await start()
  const id = await makeDelivery(300, '{}', true)
  await vi.waitFor(async () => expect(await delivered([id])).toBe(1), patiently)
})

test('a receiver that hangs delays nobody else, and is not stormed', async () => {
  const waiting: ServerResponse[] = []
  slow.answer = (response) => void waiting.push(response)
  const stuck = await Promise.all(Array.from({ length: 16 }, () => makeDelivery(301, '{}', true)))
  const others = await Promise.all(Array.from({ length: 10 }, () => makeDelivery(300, '{}', true)))
  await start()
  await vi.waitFor(async () => expect(await delivered(others)).toBe(10), patiently)
  expect(await delivered(stuck)).toBe(0)
  expect(waiting.length).toBeGreaterThan(0)
  expect(waiting.length).toBeLessThanOrEqual(4)
  slow.answer = answerWith(200, '')
  for (const response of waiting) response.end()
  await vi.waitFor(async () => expect(await delivered(stuck)).toBe(16), patiently)
})

test('what a killed worker had taken is sent by the next one at once', async () => {
  const id = await makeDelivery(300, '{}', true)
  await sql(
    `UPDATE graphile_worker._private_jobs SET locked_by = 'killed', locked_at = now() WHERE key = 'deliver:${id}'`,
    `UPDATE graphile_worker._private_job_queues SET locked_by = 'killed', locked_at = now()`,
  )
  await start()
  await vi.waitFor(async () => expect(await delivered([id])).toBe(1), patiently)
})

test('two workers share the work and send nothing twice', async () => {
  const ids = await Promise.all(Array.from({ length: 30 }, () => makeDelivery(300, '{}', true)))
  await start()
  const second = await runWorker(lab.us, process.env.DATABASE_URL ?? '')
  await vi.waitFor(async () => expect(await delivered(ids)).toBe(30), patiently)
  await second.stop()
  expect(healthy.received).toHaveLength(30)
})

test('a running worker is seen, and a stopped one is not', async () => {
  await start()
  expect(await readJobHealth(60)).toMatchObject({ workerCount: 1, overdueCount: 0, failedCount: 0 })
  await worker?.stop()
  worker = undefined
  await vi.waitFor(async () => expect(await readJobHealth(60)).toMatchObject({ workerCount: 0 }), patiently)
})
