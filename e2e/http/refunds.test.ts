import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { IssuedCredential } from '@/lib/applications/open-application'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { closePool } from '@/lib/db/pool'
import { ledgerFaults } from './testing/books'
import { newEmail, pay, personWith } from './testing/person'
import { Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'
import { exchange } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()
const successUrl = 'https://books.example/thanks?payment={SESSION_ID}'
let keys: Record<'live' | 'test', IssuedCredential>

beforeAll(async () => {
  process.env.DATABASE_URL = world.databaseUrl
  keys = await makeApplication({ successUrl }).finally(closePool)
})

interface Answer {
  readonly status: number
  readonly data: Record<string, unknown>
  readonly errorCode: string | null
  readonly isReplay: boolean
}

async function ask(mode: 'live' | 'test', path: string, body?: unknown, key = ''): Promise<Answer> {
  const { key: apiKey, secret } = keys[mode]
  const text = body === undefined ? '' : JSON.stringify(body)
  const answer = await exchange(world.url, {
    method: body === undefined ? 'GET' : 'POST',
    path: `/api/v1${path}`,
    headers: [
      ['x-api-key', apiKey],
      ['x-api-secret', secret],
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
      ...(key === '' ? [] : [['idempotency-key', key] as const]),
    ],
    body: text,
  })
  const { data, meta } = JSON.parse(answer.text)
  const isReplay = answer.headers['idempotent-replay'] === 'true'
  return { status: answer.status, data, errorCode: meta.errorCode, isReplay }
}

const order = { amountMinor: 500, currency: 'USD', customerReference: 'customer-1', productName: 'A book' }

/** A payment of the sandbox that its worker has let succeed. */
async function paidTest(): Promise<string> {
  const { data } = await ask('test', '/payments', { ...order, metadata: { sandbox_outcome: 'succeed' } })
  const id = String(data.id)
  await waitUntil('the sandbox paid', async () => (await ask('test', `/payments/${id}`)).data.status === 'SUCCEEDED')
  return id
}

/** A payment that a person has paid from a wallet. */
async function paidLive() {
  const { data } = await ask('live', '/payments', order)
  const person = await personWith(world.url, '50.00', newEmail())
  const { location } = await pay(person, { page: new URL(String(data.checkoutUrl)).pathname })
  expect(location).toBe(`https://books.example/thanks?payment=${data.id}`)
  return { id: String(data.id), person }
}

describe('POST /payments/{id}/refunds', () => {
  test('refunds once however often it is sent under one key, and another amount under it is a conflict', async () => {
    const id = await paidTest()
    const key = randomUUID()
    const send = (amountMinor: number) => ask('test', `/payments/${id}/refunds`, { amountMinor, reason: 'broken' }, key)
    const answers = await Promise.all([send(200), send(200), send(200)])
    const first = answers.find(({ status }) => status === 201)
    expect(first?.data).toMatchObject({ paymentId: id, status: 'SUCCEEDED', amountMinor: 200, reason: 'broken' })
    for (const answer of answers) {
      if (answer !== first && answer.errorCode !== 'IDEMPOTENCY_IN_PROGRESS')
        expect(answer).toMatchObject({ status: 200, isReplay: true, data: first?.data })
    }
    expect(await send(200)).toMatchObject({ status: 200, isReplay: true, data: first?.data })
    expect(await send(201)).toMatchObject({ status: 409, errorCode: 'IDEMPOTENCY_KEY_CONFLICT' })
    expect((await ask('test', `/payments/${id}`)).data.status).toBe('PARTIALLY_REFUNDED')
    expect(await ask('test', `/refunds/${first?.data.id}`)).toMatchObject({ status: 200, data: first?.data })
    expect(await ask('live', `/refunds/${first?.data.id}`)).toMatchObject({ status: 404 })
  })

  test('refuses too much with what is left, and a field that is wrong with what it must be', async () => {
    const id = await paidTest()
    expect(await ask('test', `/payments/${id}/refunds`, { amountMinor: 501 })).toMatchObject({
      status: 422,
      errorCode: 'REFUND_EXCEEDS_REFUNDABLE',
      data: { refundableMinor: 500 },
    })
    for (const body of [{}, { amountMinor: 1.5 }, { amountMinor: '1' }, { amountMinor: 1, more: 1 }])
      expect(await ask('test', `/payments/${id}/refunds`, body)).toMatchObject({
        status: 400,
        errorCode: 'VALIDATION_ERROR',
      })
    expect(await ask('live', `/payments/${id}/refunds`, { amountMinor: 1 })).toMatchObject({
      status: 404,
      errorCode: 'RESOURCE_NOT_FOUND',
    })
  })
})

test('the payer sees what came back in the wallet and on the receipt, under the name of the application', async () => {
  const { id, person } = await paidLive()
  const before = await ask('live', `/payments/${id}/receipt`)
  expect(before).toMatchObject({
    status: 200,
    data: { amountMinor: 500, refundedMinor: 0, items: [{ name: 'A book' }] },
  })
  expect(await ask('live', `/payments/${id}/refunds`, { amountMinor: 100 })).toMatchObject({ status: 201 })
  const activity = await person.get('/wallet/activity')
  expect(activity.text).toContain('Refund from Rooftop Books')
  expect(activity.text).toContain('Payment to Rooftop Books')
  const story = /href="(\/wallet\/activity\/\d+)"[^>]*>(?:(?!<\/a>).)*Payment to/s.exec(activity.html)?.[1] ?? ''
  expect((await person.get(story)).text).toMatch(/Refunded \$1\.00 of \$5\.00/)
  const receipt = await new Visitor(world.url).get(new URL(String(before.data.receiptUrl)).pathname)
  expect(receipt.text).toMatch(/Refunded \$1\.00 of \$5\.00/)
  expect(receipt.text).toContain('Rooftop Books')
  expect(await ledgerFaults(world)).toEqual([])
})
