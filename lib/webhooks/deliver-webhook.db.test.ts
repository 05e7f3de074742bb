import type { ServerResponse } from 'node:http'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { deliverWebhook } from './deliver-webhook'
import { recordAttempt, reopenDelivery } from './delivery-store'
import { createReceiverLanes } from './receiver-lanes'
import { makeDelivery, readDelivery } from './testing/make-delivery'
import { answerSigned, answerWith, hang, isSigned, type Receiver, startReceiver } from './testing/receiver'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

const accepted = '{"status":"accepted"}'
const ourKey = testPerson('our gateway').key
const minute = 60_000

let lab: TestGateway
let receiver: Receiver
let id: string

beforeAll(async () => {
  lab = await createTestGateway({ timeoutMs: 400 })
})

beforeEach(async () => {
  receiver = await startReceiver()
  lab.peers.put(300, 'merchant', { endpoint: receiver.endpoint })
  lab.peers.putFresh(300, 'merchant', { endpoint: receiver.endpoint })
  id = await makeDelivery(300)
})

afterEach(() => receiver.close())
afterAll(() => lab.close())

const deliver = () => deliverWebhook(lab.us, id, createReceiverLanes())

async function expectAnotherTry(failure: string | null, status: number | null): Promise<void> {
  const delivery = await readDelivery(id)
  const attempt = { status, failure: failure === null ? null : expect.stringContaining(failure) }
  expect(delivery).toMatchObject({ status: 'PENDING', attemptCount: 1, attempts: [attempt] })
  expect(delivery.jobs).toEqual([{ runAt: delivery.nextAt }])
  const waitMs = Number(delivery.nextAt) - Date.now()
  expect(waitMs).toBeGreaterThan(0)
  expect(waitMs).toBeLessThan(3_000)
}

test('a webhook is one signed POST to the endpoint of its receiver, and a 200 ends it', async () => {
  await deliver()
  const [request] = receiver.received
  expect(request).toMatchObject({
    method: 'POST',
    path: '/opencharge/transfer/webhook',
    headers: { 'x-oc-id': '200', 'content-type': 'application/json' },
  })
  expect(request && isSigned(request, ourKey, nobleCrypto)).toBe(true)
  expect(await readDelivery(id)).toMatchObject({
    status: 'DELIVERED',
    attemptCount: 1,
    nextAt: null,
    attempts: [{ status: 200, answer: accepted, failure: null }],
    jobs: [],
  })
})

test('what is delivered, refused or parked is not sent again by a job that comes late', async () => {
  for (const status of ['DELIVERED', 'REFUSED', 'PARKED']) {
    await sql(`UPDATE deliveries SET status = '${status}' WHERE id = '${id}'`)
    await deliver()
  }
  await deliverWebhook(lab.us, 'dlv_none', createReceiverLanes())
  expect(receiver.received).toEqual([])
})

test('after a 500 it is tried again: the same bytes, a new nonce, a new signature', async () => {
  receiver.answer = answerWith(500, 'sorry')
  await deliver()
  await expectAnotherTry(null, 500)
  receiver.answer = answerWith(200, accepted)
  await deliver()
  const [first, second] = receiver.received
  expect(second?.body).toBe(first?.body)
  expect(second?.headers['x-oc-nonce']).not.toBe(first?.headers['x-oc-nonce'])
  expect(second && isSigned(second, ourKey, nobleCrypto)).toBe(true)
  expect(await readDelivery(id)).toMatchObject({
    status: 'DELIVERED',
    attemptCount: 2,
    attempts: [{ status: 500 }, { status: 200 }],
  })
})

describe('an attempt that ends after another has ended the delivery', () => {
  /** The first attempt is under way when the second one delivers; then it is answered with this status. */
  async function overtaken(status: number, between: () => Promise<unknown> = deliver): Promise<void> {
    let first: Promise<void> | undefined
    const waiting = await new Promise<ServerResponse>((resolve) => {
      receiver.answer = resolve
      first = deliver()
    })
    receiver.answer = answerWith(200, accepted)
    await between()
    waiting.writeHead(status).end(accepted)
    await first
  }

  test('is written down and changes nothing when it failed', async () => {
    await overtaken(500)
    expect(await readDelivery(id)).toMatchObject({ status: 'DELIVERED', nextAt: null, jobs: [], attemptCount: 2 })
  })

  test('changes nothing either when both are written down in the same moment', async () => {
    const other = new pg.Client({ connectionString: process.env.DATABASE_URL ?? '' })
    await other.connect()
    await other.query('BEGIN')
    await other.query(`UPDATE deliveries SET status = 'DELIVERED', next_attempt_at = NULL WHERE id = '${id}'`)
    const record = { startedAt: new Date(), durationMs: 1, httpStatus: 500, answer: null, failure: null }
    const failed = recordAttempt(id, record, 'PENDING', new Date(Date.now() + minute))
    const waiting = `datname = current_database() AND wait_event_type = 'Lock'`
    await vi.waitFor(async () => expect(await countOf('pg_stat_activity', waiting)).toBe(1), { timeout: 10_000 })
    await other.query('COMMIT')
    await Promise.all([failed, other.end()])
    expect(await readDelivery(id)).toMatchObject({ status: 'DELIVERED', nextAt: null, jobs: [] })
  })

  test('counts when it delivered', async () => {
    await overtaken(200, () => sql(`UPDATE deliveries SET status = 'PARKED' WHERE id = '${id}'`))
    expect(await readDelivery(id)).toMatchObject({ status: 'DELIVERED', attemptCount: 1 })
  })
})

test('attempts that end in the same moment are written down together, each with its own outcome', async () => {
  const ids = await Promise.all([0, 1, 2, 3, 4, 5].map(() => makeDelivery(300)))
  const retryAt = new Date(Date.now() + minute)
  await Promise.all(
    ids.map((each, place) => {
      const isDelivered = place % 2 === 0
      const answer = `answer "${place}", {with} \\ and ${'\ud83d'} cut off`
      const record = {
        startedAt: new Date(),
        durationMs: place,
        httpStatus: isDelivered ? 200 : 500,
        answer,
        failure: null,
      }
      return recordAttempt(each, record, isDelivered ? 'DELIVERED' : 'PENDING', isDelivered ? null : retryAt)
    }),
  )
  const [together] = await sql(
    `SELECT count(DISTINCT xmin::text)::int AS statements FROM delivery_attempts WHERE delivery_id IN (${ids.map((each) => `'${each}'`).join()})`,
  )
  expect(together?.statements).toBeLessThanOrEqual(2)
  for (const [place, each] of ids.entries()) {
    const expected = place % 2 === 0 ? { status: 'DELIVERED', nextAt: null } : { status: 'PENDING', nextAt: retryAt }
    const { jobs, attempts, ...delivery } = await readDelivery(each)
    expect(delivery).toMatchObject({ ...expected, attemptCount: 1 })
    expect(attempts).toMatchObject([{ status: place % 2 === 0 ? 200 : 500 }])
    expect(
      await countOf('delivery_attempts', `delivery_id = '${each}' AND answer LIKE 'answer "${place}", {with}%cut off'`),
    ).toBe(1)
    if (place % 2 === 1) expect(jobs).toEqual([{ runAt: retryAt }])
  }
})

test('"rejected" is for a person to look at, and is not tried again', async () => {
  receiver.answer = answerWith(200, '{"status":"rejected","reason":"unknown order"}')
  await deliver()
  expect(await readDelivery(id)).toMatchObject({ status: 'REFUSED', nextAt: null, jobs: [] })
})

describe('an answer that is signed', () => {
  test("counts when it is its receiver's", async () => {
    receiver.answer = answerSigned(300, testPerson('merchant').signer, accepted)
    await deliver()
    expect((await readDelivery(id)).status).toBe('DELIVERED')
  })

  test('counts when its receiver has just changed its key', async () => {
    lab.peers.putFresh(300, 'the new key of merchant', { endpoint: receiver.endpoint })
    receiver.answer = answerSigned(300, testPerson('the new key of merchant').signer, accepted)
    await deliver()
    expect((await readDelivery(id)).status).toBe('DELIVERED')
  })

  test.each([
    ['by somebody else', () => answerSigned(300, testPerson('mallory').signer, accepted)],
    ['in the name of another', () => answerSigned(301, testPerson('merchant').signer, accepted)],
    ['over something else', () => answerSigned(300, testPerson('merchant').signer, accepted, '{}')],
    ['with nonsense', () => answerWith(200, accepted, { 'x-oc-signature': 'zz' })],
  ])('%s is no answer', async (_, answer) => {
    receiver.answer = answer()
    await deliver()
    await expectAnotherTry('signature does not hold', 200)
  })
})

describe('it is tried again', () => {
  test('when the receiver says nothing', async () => {
    receiver.answer = hang
    await deliver()
    await expectAnotherTry('TIMEOUT', null)
  })

  test('when nobody listens there', async () => {
    await receiver.close()
    await deliver()
    await expectAnotherTry('CONNECTION_FAILED', null)
  })

  test('when the connection breaks before the answer', async () => {
    receiver.answer = (response) => response.destroy()
    await deliver()
    await expectAnotherTry('CONNECTION_LOST', null)
  })

  test('when its receiver is not on the network at this moment', async () => {
    lab.peers.remove(300)
    await deliver()
    await expectAnotherTry('UNKNOWN_OCID', null)
  })

  test('when it is sent elsewhere: a redirect is not followed', async () => {
    receiver.answer = answerWith(307, '', { location: `${receiver.endpoint}/elsewhere` })
    await deliver()
    await expectAnotherTry(null, 307)
    expect(receiver.received.map(({ path }) => path)).toEqual(['/opencharge/transfer/webhook'])
  })
})

test('each attempt goes to where its receiver is now, and is verified under the key that it has now', async () => {
  receiver.answer = answerWith(503, '')
  await deliver()
  const moved = await startReceiver()
  moved.answer = answerSigned(300, testPerson('another key').signer, accepted)
  lab.peers.put(300, 'another key', { endpoint: moved.endpoint })
  await deliver()
  expect([receiver.received.length, moved.received.length]).toEqual([1, 1])
  expect((await readDelivery(id)).status).toBe('DELIVERED')
  await moved.close()
})

describe('an answer of any size and kind', () => {
  test.each([
    ['of a megabyte', 'a'.repeat(1_000_000), 'a'.repeat(1024)],
    ['with NUL in it', 'a\0b', 'ab'],
    ['cut in the middle of a character', `${'a'.repeat(1023)}😀`, expect.stringMatching(/^a{1023}/)],
  ])('%s is delivered, and its beginning is kept', async (_, body, kept) => {
    receiver.answer = answerWith(200, body)
    await deliver()
    expect(await readDelivery(id)).toMatchObject({ status: 'DELIVERED', attempts: [{ status: 200, answer: kept }] })
  })

  test('that never ends is delivered with its status, within the time of one attempt', async () => {
    receiver.answer = (response) => void response.writeHead(200).write('and')
    await deliver()
    const delivery = await readDelivery(id)
    expect(delivery).toMatchObject({ status: 'DELIVERED', attempts: [{ answer: 'and' }] })
    expect(Number(delivery.attempts[0]?.durationMs)).toBeLessThan(2_000)
  })
})

describe('after three days', () => {
  beforeEach(async () => {
    receiver.answer = answerWith(500, '')
    await sql(
      `UPDATE deliveries SET attempt_count = 40, first_tried_at = now() - interval '3 days 1 second' WHERE id = '${id}'`,
    )
  })

  test('the attempt that fails is the last, and the delivery is parked', async () => {
    await deliver()
    expect(await readDelivery(id)).toMatchObject({ status: 'PARKED', attemptCount: 41, nextAt: null, jobs: [] })
  })

  test('an operator gives it three days more, which begin with short pauses', async () => {
    await deliver()
    expect(await inTransaction((tx) => reopenDelivery(tx, id))).toBe(true)
    await deliver()
    const delivery = await readDelivery(id)
    expect(delivery).toMatchObject({ status: 'PENDING', jobs: [{ runAt: delivery.nextAt }] })
    expect(Number(delivery.nextAt) - Date.now()).toBeLessThan(minute)
  })

  test('there is no delivery to reopen under an unknown id', async () => {
    expect(await inTransaction((tx) => reopenDelivery(tx, 'dlv_none'))).toBe(false)
  })
})
