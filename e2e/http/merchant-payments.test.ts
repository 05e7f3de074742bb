import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerFaults } from './testing/books'
import { addShop, ask, type MerchantReply, type Shop } from './testing/merchant-api'
import { waitUntil } from './testing/wait-until'
import { useWorld } from './testing/world'

const world = useWorld()
let shop: Shop
let other: Shop

beforeAll(async () => {
  shop = await addShop(world.databaseUrl, { leastAmountMinor: 50n, mostAmountMinor: 1_000_000n })
  other = await addShop(world.databaseUrl)
})

afterAll(async () => expect(await ledgerFaults(world)).toEqual([]))

const plain = { amountMinor: 500, currency: 'USD', customerReference: 'customer-1' }
const create = (changes: Record<string, unknown> = {}, key?: string, credential = shop.test) =>
  ask(world.url, '/payments', {
    body: { ...plain, ...changes },
    credential,
    headers: key === undefined ? [] : [['idempotency-key', key]],
  })
const read = (path: string, credential = shop.test) => ask(world.url, path, { credential })
const countOf = async (reference: string) => {
  const [row] = await world.db.rows<{ n: number }>(
    'SELECT count(*)::int AS n FROM app_payments WHERE customer_reference = $1',
    [reference],
  )
  return row?.n
}
let made = 0
const fresh = () => `customer-${process.pid}-${++made}`
const idOf = ({ data }: MerchantReply) => String(data?.id)

test('a payment is made with its page, and read again as it was told', async () => {
  const metadata = { order: 'A-77', isGift: true, pages: 320 }
  const reply = await create({ productName: 'A book', successUrl: 'https://books.example/thanks', metadata })
  expect(reply.status).toBe(201)
  expect(reply.data).toEqual({
    id: expect.stringMatching(/^pay_[\w-]{20}$/),
    reference: reply.data?.id,
    status: 'CREATED',
    applicationId: shop.application.id,
    mode: 'TEST',
    amountMinor: 500,
    currency: 'USD',
    gateway: 'SANDBOX',
    gatewayTxnId: null,
    checkoutUrl: expect.stringMatching(/^http:\/\/localhost:\d+\/pay\/sess_/),
    redirectUrl: 'https://books.example/thanks',
    invoiceId: null,
    failureCode: null,
    customerReference: 'customer-1',
    metadata,
    expiresAt: expect.any(String),
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  })
  expect((await read(`/payments/${idOf(reply)}`)).data).toEqual(reply.data)
})

test('the most that can be asked for has its page in every currency, and one unit more is refused', async () => {
  const { test: unbounded } = await addShop(world.databaseUrl)
  const post = (amountMinor: number) =>
    ask(world.url, '/payments', { credential: unbounded, body: { ...plain, currency: 'JPY', amountMinor } })
  const most = await post(999_999_999_999_999)
  expect((await fetch(String(most.data?.checkoutUrl))).status).toBe(200)
  expect(await post(1_000_000_000_000_000)).toMatchObject({ status: 400, data: { amountMinor: expect.any(String) } })
})

test('the currency is BDT and the pages are those of the application where the request says nothing', async () => {
  const { data } = await create({ currency: undefined })
  expect(data).toMatchObject({ currency: 'BDT', redirectUrl: shop.application.successUrl })
})

describe('refuses with VALIDATION_ERROR, names the field, and leaves nothing behind:', () => {
  const long = (length: number) => 'x'.repeat(length)
  const cases: readonly (readonly [string, string, Record<string, unknown>])[] = [
    ['no amount', 'amountMinor', { amountMinor: undefined }],
    ['an amount of 0', 'amountMinor', { amountMinor: 0 }],
    ['a negative amount', 'amountMinor', { amountMinor: -100 }],
    ['a fraction', 'amountMinor', { amountMinor: 1.5 }],
    ['an amount as text', 'amountMinor', { amountMinor: '100' }],
    ['null for an amount', 'amountMinor', { amountMinor: null }],
    ['an amount under the least of the application', 'amountMinor', { amountMinor: 49 }],
    ['an amount over the most of the application', 'amountMinor', { amountMinor: 1_000_001 }],
    ['no customer', 'customerReference', { customerReference: undefined }],
    ['an empty customer', 'customerReference', { customerReference: '' }],
    ['a customer of 256 characters', 'customerReference', { customerReference: long(256) }],
    ['a customer with a line break', 'customerReference', { customerReference: 'a\nb' }],
    ['a number for a customer', 'customerReference', { customerReference: 7 }],
    ['an unknown currency', 'currency', { currency: 'XXX' }],
    ['a currency in small letters', 'currency', { currency: 'usd' }],
    ['no email address', 'customerEmail', { customerEmail: 'ada' }],
    ['a phone of 33 characters', 'customerPhone', { customerPhone: long(33) }],
    ['a name of 201 characters', 'customerName', { customerName: long(201) }],
    ['a product of 201 characters', 'productName', { productName: long(201) }],
    ['a success URL that runs a script', 'successUrl', { successUrl: 'javascript:alert(1)' }],
    ['a success URL with credentials', 'successUrl', { successUrl: 'https://a:b@books.example' }],
    ['a cancel URL without https', 'cancelUrl', { cancelUrl: 'http://books.example' }],
    ['a life of 59 seconds', 'expiresInSeconds', { expiresInSeconds: 59 }],
    ['a life of more than a week', 'expiresInSeconds', { expiresInSeconds: 604_801 }],
    ['metadata that is no object', 'metadata', { metadata: 'a' }],
    [
      'metadata of 51 members',
      'metadata',
      { metadata: Object.fromEntries([...Array(51).keys()].map((n) => [`k${n}`, n])) },
    ],
    ['metadata with an object in it', 'metadata.a', { metadata: { a: {} } }],
    ['an outcome that the sandbox does not know', 'metadata.sandbox_outcome', { metadata: { sandbox_outcome: 'win' } }],
    ['a field that there is not', 'mode', { mode: 'LIVE' }],
  ]
  test.each(cases)('%s', async (_, field, changes) => {
    const customerReference = fresh()
    const reply = await create({ customerReference, ...changes })
    expect(reply).toMatchObject({ status: 400, errorCode: 'VALIDATION_ERROR' })
    expect(Object.keys(reply.data ?? {})).toEqual([field])
    expect(await countOf(customerReference)).toBe(0)
  })

  test.each([
    ['a list', '[]'],
    ['a number', '1'],
    ['what is no JSON', '{"amountMinor": 1'],
    ['a member twice', '{"amountMinor": 100, "amountMinor": 200, "customerReference": "a"}'],
    ['more than 64 KiB', JSON.stringify({ ...plain, productName: 'x'.repeat(66_000) })],
    ['an amount that JSON cannot carry', '{"amountMinor": 9007199254740993, "customerReference": "a"}'],
  ])('%s', async (_, body) => {
    const reply = await ask(world.url, '/payments', { body, credential: shop.test })
    expect(reply).toMatchObject({ status: 400, errorCode: 'VALIDATION_ERROR' })
  })

  test('all wrong fields are named at once', async () => {
    const reply = await create({ amountMinor: 'x', currency: 7, customerReference: undefined })
    expect(reply.data).toMatchObject({ customerReference: 'is missing' })
    expect(Object.keys(reply.data ?? {}).sort()).toEqual(['amountMinor', 'currency', 'customerReference'])
  })
})

test.each([
  ['amount', { amountMinor: 50 }, { amountMinor: 1_000_000 }],
  ['customer', { customerReference: 'c' }, { customerReference: 'c'.repeat(255) }],
  ['life', { expiresInSeconds: 60 }, { expiresInSeconds: 604_800 }],
])('takes the least and the most %s', async (_, least, most) => {
  for (const changes of [least, most]) expect((await create(changes)).status).toBe(201)
})

describe('the same request under the same Idempotency-Key', () => {
  test('makes one payment and gets the same answer, as a replay', async () => {
    const customerReference = fresh()
    const first = await create({ customerReference }, 'key-1')
    const second = await create({ customerReference }, 'key-1')
    expect(first.status).toBe(201)
    expect(second.status).toBe(200)
    expect(second.headers['idempotent-replay']).toBe('true')
    expect(second.text).toBe(first.text)
    expect(await countOf(customerReference)).toBe(1)
  })

  test('with the members in another order is the same request', async () => {
    const customerReference = fresh()
    const keyed = { credential: shop.test, headers: [['idempotency-key', 'key-order']] as const }
    const first = await ask(world.url, '/payments', { ...keyed, body: { ...plain, customerReference } })
    const turned = `{ "customerReference": ${JSON.stringify(customerReference)}, "currency":"USD", "amountMinor":5e2 }`
    const second = await ask(world.url, '/payments', { ...keyed, body: turned })
    expect(second).toMatchObject({ status: 200, data: { id: idOf(first) } })
  })

  test('fifty times at once makes one payment; all hear of it, or that it runs', async () => {
    const customerReference = fresh()
    const replies = await Promise.all(Array.from({ length: 50 }, () => create({ customerReference }, 'key-50')))
    const answered = replies.filter(({ errorCode }) => errorCode === null)
    const waiting = replies.filter(({ errorCode }) => errorCode === 'IDEMPOTENCY_IN_PROGRESS')
    expect(answered.length + waiting.length).toBe(50)
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(new Set(answered.map(idOf)).size).toBe(1)
    expect(waiting.every(({ status }) => status === 409)).toBe(true)
    expect(await countOf(customerReference)).toBe(1)
  })

  test('with another body is a conflict, however many come at once', async () => {
    const customerReference = fresh()
    const amounts = Array.from({ length: 20 }, (_, index) => 500 + (index % 2))
    const replies = await Promise.all(amounts.map((amountMinor) => create({ customerReference, amountMinor }, 'key-2')))
    expect(await countOf(customerReference)).toBe(1)
    const winner = replies.find(({ status }) => status === 201)?.data?.amountMinor
    replies.forEach((reply, index) => {
      if (reply.errorCode === null) expect(reply.data?.amountMinor).toBe(winner)
      if (reply.errorCode === null) expect(amounts[index]).toBe(winner)
    })
    const late = await create({ customerReference, amountMinor: 777 }, 'key-2')
    expect(late).toMatchObject({ status: 409, errorCode: 'IDEMPOTENCY_KEY_CONFLICT' })
  })

  test('a refusal is kept as well', async () => {
    const first = await create({ amountMinor: 1 }, 'key-3')
    const second = await create({ amountMinor: 1 }, 'key-3')
    expect([first.status, second.status]).toEqual([400, 400])
    expect(second.headers['idempotent-replay']).toBe('true')
    expect(second.text).toBe(first.text)
  })

  test('is each mode’s and each application’s own', async () => {
    const ids = [
      await create({}, 'key-4'),
      await create({}, 'key-4', shop.live),
      await create({}, 'key-4', other.test),
    ].map(idOf)
    expect(new Set(ids).size).toBe(3)
  })

  test('is new again after a day', async () => {
    const first = await create({}, 'key-5')
    await world.db.rows(
      `UPDATE idempotency_records SET created_at = now() - interval '24 hours 1 second' WHERE key = 'key-5'`,
    )
    const second = await create({ amountMinor: 600 }, 'key-5')
    expect(second.status).toBe(201)
    expect(idOf(second)).not.toBe(idOf(first))
    expect((await create({ amountMinor: 600 }, 'key-5')).status).toBe(200)
  })

  test.each([
    ['0', ''],
    ['256', 'k'.repeat(256)],
  ])('of %s characters is refused', async (_, key) => {
    expect(await create({}, key)).toMatchObject({ status: 400, data: { 'Idempotency-Key': expect.any(String) } })
  })

  test.each(['\u00e9', '\u00ff', 'a\tb'])('with %j in it is refused', async (key) => {
    expect(await create({}, key)).toMatchObject({ status: 400, errorCode: 'VALIDATION_ERROR' })
  })

  test('of 255 characters is taken', async () => {
    expect((await create({}, 'k'.repeat(255))).status).toBe(201)
  })
})

describe('what is another application’s or mode’s is as if it were not there:', () => {
  test.each(['/payments/{id}'])('%s', async (path) => {
    const id = idOf(await create())
    for (const credential of [shop.live, other.test, other.live]) {
      const reply = await read(path.replace('{id}', id), credential)
      const unknown = await read(path.replace('{id}', 'pay_aaaaaaaaaaaaaaaaaaaa'), credential)
      expect(reply).toMatchObject({ status: 404, errorCode: 'RESOURCE_NOT_FOUND' })
      expect({ ...JSON.parse(reply.text).meta, timestamp: 0 }).toEqual({
        ...JSON.parse(unknown.text).meta,
        timestamp: 0,
      })
    }
  })

  test('a list', async () => {
    const customerReference = fresh()
    await create({ customerReference })
    for (const credential of [shop.live, other.test]) {
      expect(await read(`/payments?customerReference=${customerReference}`, credential)).toMatchObject({
        data: [],
        pagination: { totalElements: 0 },
      })
    }
  })
})

describe('a list of payments', () => {
  const customer = fresh()
  beforeAll(async () => {
    for (let n = 1; n <= 7; n++) await create({ customerReference: customer, amountMinor: 100 * ((n * 3) % 7) + 100 })
  })
  const list = (query: string) => read(`/payments?customerReference=${customer}&${query}`)
  const amounts = ({ data }: MerchantReply) =>
    (data as unknown as { amountMinor: number }[]).map(({ amountMinor }) => amountMinor)

  test('comes in pages from 0, the newest first, with how many there are', async () => {
    const reply = await list('size=3')
    expect(reply.pagination).toEqual({ page: 0, size: 3, totalElements: 7, totalPages: 3 })
    expect(amounts(reply)).toEqual([100, 500, 200])
  })

  test.each(['createdAt', 'updatedAt', 'amountMinor'])(
    'by %s has each payment on one page, forwards as backwards',
    async (sortBy) => {
      const pages = async (order: string) => {
        const all: number[] = []
        for (const page of [0, 1, 2, 3])
          all.push(...amounts(await list(`size=2&page=${page}&sortBy=${sortBy}&order=${order}`)))
        return all
      }
      const ascending = await pages('ASC')
      expect(ascending).toHaveLength(7)
      expect(new Set(ascending).size).toBe(7)
      expect(await pages('DESC')).toEqual(ascending.reverse())
    },
  )

  test('past its end is empty', async () => {
    expect(await list('page=1000000&size=100')).toMatchObject({
      status: 200,
      data: [],
      pagination: { totalElements: 7 },
    })
  })

  test.each([
    ['page=-1', 'page'],
    ['page=1.5', 'page'],
    ['page=', 'page'],
    ['size=0', 'size'],
    ['size=101', 'size'],
    ['size=1000000000', 'size'],
    ['sortBy=secret_hash', 'sortBy'],
    ['order=asc', 'order'],
    ['status=PAID', 'status'],
  ])('refuses %s', async (query, field) => {
    expect(await list(query)).toMatchObject({ status: 400, data: { [field]: expect.any(String) } })
  })

  test('needs to know of which customer', async () => {
    expect(await read('/payments')).toMatchObject({ status: 400, data: { customerReference: expect.any(String) } })
  })
})

test('the public checkout tells what the page shows, and nothing of the customer', async () => {
  const { data } = await create({
    customerEmail: 'ada@books.example',
    customerName: 'Ada',
    customerPhone: '+880 1',
    customerReference: 'secret-ref',
  })
  const reply = await ask(world.url, `/checkout/${data?.reference}`)
  expect(reply.data).toEqual({
    reference: data?.id,
    status: 'CREATED',
    amountMinor: 500,
    amountDisplay: '5.00 USD',
    currency: 'USD',
    appName: shop.application.name,
    gateway: 'SANDBOX',
    gatewayRedirectUrl: data?.checkoutUrl,
    paidAt: null,
  })
  expect(reply.text).not.toMatch(/ada@|"ada|\+880|secret-ref/i)
  expect(await ask(world.url, '/checkout/pay_nothing')).toMatchObject({ status: 404, errorCode: 'RESOURCE_NOT_FOUND' })
})

test.each([
  ['succeed', 'SUCCEEDED'],
  ['decline', 'FAILED'],
  ['insufficient_funds', 'FAILED'],
  ['expire', 'EXPIRED'],
])('an automated test that asks for the outcome %s sees %s, by itself', async (sandbox_outcome, status) => {
  const id = idOf(await create({ metadata: { sandbox_outcome } }))
  await waitUntil(`the payment is ${status}`, async () => (await read(`/payments/${id}`)).data?.status === status)
})

test('a payment that nobody paid expires on time', async () => {
  const id = idOf(await create({ expiresInSeconds: 60 }))
  await world.db.rows(`UPDATE payments SET expires_at = now() + interval '1 second' WHERE id = $1`, [id])
  await waitUntil('the payment has expired', async () => (await read(`/payments/${id}`)).data?.status === 'EXPIRED')
  const events = await world.db.rows<{ type: string }>('SELECT type FROM app_events WHERE subject_id = $1', [id])
  expect(events).toEqual([{ type: 'payment.expired' }])
})
