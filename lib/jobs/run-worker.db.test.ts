import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { expireCheckouts } from '@/lib/checkout/expire-checkouts'
import { sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction, rows } from '@/lib/db/transaction'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import { queueMail } from '@/lib/mail/mail-queue'
import { makeAppPayment } from '@/lib/merchant-api/testing/make-app-payment'
import { sendMoney } from '@/lib/people/send-money'
import { orderOf, personWith } from '@/lib/people/testing/people-lab'
import { notePeerFailure } from '@/lib/providers/peer-health-store'
import { wakePeer } from '@/lib/settlement/live-settlement-store'
import { justHang } from '@/lib/settlement/testing/house'
import { makePayer } from '@/lib/settlement/testing/pay-lab'
import { createSettleLab, type Page, passTime, type SettleLab, standingOf } from '@/lib/settlement/testing/settle-lab'
import { makeDelivery, readDelivery } from '@/lib/webhooks/testing/make-delivery'
import { answerWith, type Receiver, startReceiver } from '@/lib/webhooks/testing/receiver'
import { readJobHealth } from './job-store'
import type { Queue } from './run-queue'
import { runWorker } from './run-worker'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: TestGateway
let healthy: Receiver
let slow: Receiver
let worker: Queue | undefined

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

test('hundreds of events of an application at once are announced without keeping one another from the database', async () => {
  const { application } = await makeApplication({ webhookUrl: healthy.endpoint })
  for (let index = 0; index < 150; index++) await makeAppPayment(lab.us, application, 'TEST')
  await sqlWithoutGuards(
    `UPDATE payments SET expires_at = now() - interval '1 second' WHERE application_id = '${application.id}'`,
  )
  await start()
  await expireCheckouts()
  const announced = async () => {
    const [row] = await sql(
      `SELECT count(announced_at)::int AS count FROM app_events WHERE application_id = '${application.id}'`,
    )
    return row?.count
  }
  await vi.waitFor(async () => expect(await announced()).toBe(150), patiently)
})

test('a mail that was not taken is sent when the mail server takes it', async () => {
  const text = crypto.randomUUID()
  const sent = () => sql(`SELECT subject FROM development_mails WHERE text = '${text}'`)
  const failures = () => sql(`SELECT attempts FROM graphile_worker._private_jobs WHERE last_error IS NOT NULL`)
  await sql('ALTER TABLE development_mails RENAME TO mails_away')
  await queueMail({ rows }, { recipient: 'ada@people.example', subject: 'Hello', text })
  await start()
  await vi.waitFor(async () => expect(await failures()).toHaveLength(1), patiently)
  await sql('ALTER TABLE mails_away RENAME TO development_mails')
  await vi.waitFor(async () => expect(await sent()).toEqual([{ subject: 'Hello' }]), patiently)
})

test('whoever was sent money is told by mail', async () => {
  const [ada, ben] = [await personWith(1000n), await personWith(0n)]
  await sendMoney(orderOf(ada, { to: ben.email }))
  await start()
  const mails = () => sql(`SELECT subject FROM development_mails WHERE recipient = '${ben.email}'`)
  await vi.waitFor(async () => expect(await mails()).toHaveLength(1), patiently)
})

describe('a settlement', () => {
  let world: SettleLab

  beforeAll(async () => {
    world = await createSettleLab()
  })

  afterAll(() => world.close())

  const isSettled = (page: Page) =>
    vi.waitFor(async () => expect(await standingOf(page)).toMatch(/^SUCCEEDED/), patiently)

  /** The moment at which a look at it was due, and the one at which it was settled, in milliseconds between them. */
  async function delayOf(page: Page, dueAtMs: number): Promise<number> {
    await isSettled(page)
    const [row] = await sql(
      `SELECT extract(epoch FROM settled_at) * 1000 AS at FROM payments WHERE id = '${page.paymentId}'`,
    )
    return Number(row?.at) - dueAtMs
  }

  test('whose process died is gone on with by the worker', async () => {
    const house = await world.house({ reserve: 1000n })
    const page = await world.page([house.ocid])
    await world.begin(page, await makePayer(), 'a process that died')
    await passTime(page, 16)
    await inTransaction((tx) => wakePeer(tx, house.ocid, new Date()))
    worker = await runWorker(world.us, process.env.DATABASE_URL ?? '')
    await isSettled(page)
    expect(house.deeds).toHaveLength(1)
  })

  test('is settled soon after it is due, at a peer that is well and at one that is back, while forty others hang', async () => {
    const dead = await Promise.all(Array.from({ length: 40 }, () => world.house({ reserve: 1000n })))
    for (const house of dead) house.script('/transfer/create', justHang, 99)
    const [well, back] = [await world.house({ reserve: 1000n }), await world.house({ reserve: 1000n })]
    const houses = [...dead, well, back]
    const pages = await Promise.all(houses.map(({ ocid }) => world.page([ocid])))
    for (const page of pages) await world.begin(page, await makePayer(), 'a process that died')
    for (const page of pages) await passTime(page, 16)
    const [wellPage, backPage] = pages.slice(40) as [Page, Page]
    await notePeerFailure(back.ocid, 'TIMEOUT')
    await inTransaction(async (tx) => {
      for (const { ocid } of dead) await wakePeer(tx, ocid, new Date())
    })
    worker = await runWorker(world.us, process.env.DATABASE_URL ?? '')
    await vi.waitFor(() => expect(dead.filter(({ received }) => received.length > 0).length).toBe(40), patiently)
    const dueAtMs = Date.now() + 300
    await sql(`UPDATE peer_health SET retry_at = to_timestamp(${dueAtMs / 1000}) WHERE ocid = ${back.ocid}`)
    await inTransaction((tx) => wakePeer(tx, well.ocid, new Date(dueAtMs)))
    await inTransaction((tx) => wakePeer(tx, back.ocid, new Date(dueAtMs)))
    const delays = await Promise.all([delayOf(wellPage, dueAtMs), delayOf(backPage, dueAtMs)])
    // One call to a dead one lasts ten.
    for (const delay of delays) expect(delay).toBeLessThan(5000)
  })
})

test('a running worker is seen, and a stopped one is not', async () => {
  await start()
  expect(await readJobHealth(60)).toMatchObject({ workerCount: 1, overdueCount: 0, failedCount: 0 })
  await worker?.stop()
  worker = undefined
  await vi.waitFor(async () => expect(await readJobHealth(60)).toMatchObject({ workerCount: 0 }), patiently)
})
