import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { announceEvent } from '@/lib/app-events/announce-event'
import { rotateSigningSecret } from '@/lib/applications/open-application'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import { expectDocumentedEvent } from '@/lib/merchant-api/testing/documented-event'
import { makeAppPayment } from '@/lib/merchant-api/testing/make-app-payment'
import { chooseOutcome } from '@/lib/sandbox/choose-outcome'
import { deliverWebhook } from './deliver-webhook'
import { reopenDelivery } from './delivery-store'
import { createReceiverLanes } from './receiver-lanes'
import { readDelivery } from './testing/make-delivery'
import { answerWith, hang, type Received, type Receiver, startReceiver } from './testing/receiver'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: TestGateway
let receiver: Receiver
let shop: Awaited<ReturnType<typeof makeApplication>>

beforeAll(async () => {
  lab = await createTestGateway({ timeoutMs: 400 })
})

beforeEach(async () => {
  receiver = await startReceiver()
  shop = await makeApplication({ webhookUrl: `${receiver.endpoint}/hook?shop=1` })
})

afterEach(() => receiver.close())
afterAll(() => lab.close())

/** A payment that succeeded in the sandbox, and the webhook that is due for it. */
async function dueWebhook(application = shop.application): Promise<string> {
  const payment = await makeAppPayment(lab.us, application, 'TEST')
  await chooseOutcome(payment.sessionId, 'succeed')
  const [event] = await sql(`SELECT id FROM app_events WHERE subject_id = '${payment.id}'`)
  await announceEvent(lab.us, String(event?.id))
  return String(event?.id)
}

const deliver = (id: string, lanes = createReceiverLanes()) => deliverWebhook(lab.us, id, lanes)

async function receivedOf(id: string): Promise<Received> {
  await deliver(id)
  const request = receiver.received.at(-1)
  if (!request) throw new Error('nothing was received')
  return request
}

const verified = ({ body, headers }: Received, secret: string) => new Webhook(secret).verify(body, headers)

test('is one POST to the webhook URL that a client library of Standard Webhooks verifies, and a 200 ends it', async () => {
  const id = await dueWebhook()
  const request = await receivedOf(id)
  expect(request).toMatchObject({
    method: 'POST',
    path: '/opencharge/hook?shop=1',
    headers: { 'content-type': 'application/json', 'webhook-id': id, 'x-webhook-id': id },
  })
  expect(verified(request, shop.signingSecret)).toMatchObject({
    type: 'payment.succeeded',
    mode: 'TEST',
    timestamp: expect.any(String),
    data: { status: 'SUCCEEDED', applicationId: shop.application.id },
  })
  expectDocumentedEvent(request.body)
  expect(await readDelivery(id)).toMatchObject({ status: 'DELIVERED', attemptCount: 1 })
})

describe('is not believed by that library', () => {
  test('under another secret', async () => {
    const other = await makeApplication()
    const request = await receivedOf(await dueWebhook())
    expect(() => verified(request, other.signingSecret)).toThrow('No matching signature')
  })

  test('with another body, id or time', async () => {
    const request = await receivedOf(await dueWebhook())
    const { body, headers } = request
    expect(() => verified({ ...request, body: body.replace('500', '501') }, shop.signingSecret)).toThrow()
    expect(() => verified({ ...request, headers: { ...headers, 'webhook-id': 'evt_1' } }, shop.signingSecret)).toThrow()
    const later = String(Number(headers['webhook-timestamp']) + 1)
    expect(() =>
      verified({ ...request, headers: { ...headers, 'webhook-timestamp': later } }, shop.signingSecret),
    ).toThrow()
  })

  test('when it is older than five minutes', async () => {
    const request = await receivedOf(await dueWebhook())
    vi.useFakeTimers({ now: Date.now() + 301_000, toFake: ['Date'] })
    try {
      expect(() => verified(request, shop.signingSecret)).toThrow('too old')
    } finally {
      vi.useRealTimers()
    }
  })
})

test('has a signature by both secrets during a rotation, and by the new one alone after it', async () => {
  const fresh = await rotateSigningSecret(shop.application.id, 60, async () => undefined)
  const during = await receivedOf(await dueWebhook())
  expect(during.headers['webhook-signature']?.split(' ')).toHaveLength(2)
  for (const secret of [shop.signingSecret, fresh]) expect(verified(during, secret)).toMatchObject({ mode: 'TEST' })
  await sql(
    `UPDATE app_signing_secrets SET expires_at = now() - interval '1 second' WHERE secret = '${shop.signingSecret}'`,
  )
  const after = await receivedOf(await dueWebhook())
  expect(verified(after, fresh)).toMatchObject({ mode: 'TEST' })
  expect(() => verified(after, shop.signingSecret)).toThrow()
})

test('sent again has the same id and body, and a signature of its own time', async () => {
  const id = await dueWebhook()
  const first = await receivedOf(id)
  await inTransaction((tx) => reopenDelivery(tx, id))
  const second = await receivedOf(id)
  expect(second.body).toBe(first.body)
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'])
  expect(verified(second, shop.signingSecret)).toEqual(verified(first, shop.signingSecret))
})

test.each([
  ['a 500', answerWith(500, '')],
  ['a 404', answerWith(404, '')],
  ['a redirect', answerWith(302, '', { location: 'http://127.0.0.1:9/' })],
  ['silence', hang],
])('is tried again after %s', async (_, answer) => {
  receiver.answer = answer
  const id = await dueWebhook()
  await deliver(id)
  const { status, nextAt, jobs } = await readDelivery(id)
  expect(status).toBe('PENDING')
  expect(jobs).toEqual([{ runAt: nextAt }])
})

test('is delivered by a 2xx, whatever the body says', async () => {
  receiver.answer = answerWith(204, '')
  const empty = await dueWebhook()
  await deliver(empty)
  receiver.answer = answerWith(200, '{"status":"rejected"}')
  const full = await dueWebhook()
  await deliver(full)
  for (const id of [empty, full]) expect(await readDelivery(id)).toMatchObject({ status: 'DELIVERED' })
})

test('a receiver that hangs does not delay another application’s', async () => {
  const slow = await startReceiver()
  slow.answer = hang
  const other = await makeApplication({ webhookUrl: slow.endpoint })
  const lanes = createReceiverLanes()
  const [stuck, quick] = [
    await Promise.all(Array.from({ length: 8 }, () => dueWebhook(other.application))),
    await dueWebhook(),
  ]
  const hanging = stuck.map((id) => deliver(id, lanes))
  await deliver(quick, lanes)
  expect(await readDelivery(quick)).toMatchObject({ status: 'DELIVERED' })
  expect(slow.received.length).toBeLessThan(8)
  await Promise.all(hanging)
  await slow.close()
})

test('goes where the application wants it at that moment, and to nobody who has no webhook URL', async () => {
  const id = await dueWebhook()
  await sql(`UPDATE applications SET webhook_url = '${receiver.endpoint}/moved' WHERE id = '${shop.application.id}'`)
  expect(await receivedOf(id)).toMatchObject({ path: '/opencharge/moved' })
  const silent = await makeApplication()
  const untold = await dueWebhook(silent.application)
  expect(await sql(`SELECT id FROM deliveries WHERE id = '${untold}'`)).toEqual([])
  const [event] = await sql(`SELECT announced_at AS at FROM app_events WHERE id = '${untold}'`)
  expect(event?.at).not.toBeNull()
})

test('an event is made into a webhook once, however often its job runs', async () => {
  const id = await dueWebhook()
  await Promise.all([announceEvent(lab.us, id), announceEvent(lab.us, id)])
  expect(await sql(`SELECT count(*)::int AS n FROM deliveries WHERE id = '${id}'`)).toEqual([{ n: 1 }])
})
