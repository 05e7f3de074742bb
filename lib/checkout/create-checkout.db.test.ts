import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import type { SignedCall } from '@/lib/http/signed-route'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { Order } from '@/lib/opencharge/order'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { savePartner } from '@/lib/partners/partner-store'
import type { CheckoutRequest } from './checkout-request'
import { createCheckout } from './create-checkout'
import { makeOrder, nowSeconds } from './testing/make-checkout'
import { agreement, signedCall } from './testing/signed-call'

useTestDatabase()

let lab: TestGateway

beforeAll(async () => {
  lab = await createTestGateway()
})

beforeEach(() => {
  lab.peers.put(300, 'merchant')
  lab.peers.put(100, 'gateway', { accepts: [200] })
})

afterAll(() => lab.close())

type Body = Partial<CheckoutRequest>
type More = Partial<SignedCall<CheckoutRequest>>

const create = async (order: Order, body: Body = {}, more: More = {}) =>
  createCheckout(await signedCall(lab, order, body, more))

test('an order that passes every check gets a page at our address, for thirty minutes', async () => {
  const created = await create(
    makeOrder(),
    { urls: { success: 'https://shop.example/?s={SESSION_ID}' } },
    { nowEpochSeconds: 2_000_000_000 },
  )
  expect(created).toEqual({
    ok: true,
    value: {
      checkout_url: expect.stringMatching(/^https:\/\/pay\.example\/pay\/sess_[\w-]{24}$/),
      session_id: expect.stringMatching(/^sess_[\w-]{24}$/),
      expires_at: 2_000_001_800,
    },
  })
})

test('a page ends with its order when that ends sooner', async () => {
  const expiresAt = nowSeconds() + 60
  expect(await create(makeOrder({ expiresAt }))).toMatchObject({ ok: true, value: { expires_at: expiresAt } })
})

test('asking again gives the same page, also when its earlier page has ended meanwhile', async () => {
  const order = makeOrder()
  const [first, second] = [await create(order), await create(order)]
  expect(second).toEqual(first)
  await sql(`UPDATE payments SET expires_at = now() - interval '1 second' WHERE order_id = '${order.id}'`)
  await sql(`UPDATE checkout_sessions SET expires_at = now() - interval '1 second' WHERE order_id = '${order.id}'`)
  const third = await create(order)
  expect(third).toMatchObject({ ok: true })
  expect(third).not.toEqual(first)
})

test('asking again ends only the page of that order, whatever else is past its time', async () => {
  const [order, other] = [makeOrder(), makeOrder()]
  await Promise.all([create(order), create(other)])
  const late = (table: string) =>
    `UPDATE ${table} SET expires_at = now() - interval '2 seconds' WHERE order_id IN ('${order.id}', '${other.id}')`
  await sql(late('payments'), late('checkout_sessions'))
  await create(order)
  const statuses = await sql(`SELECT order_id = '${order.id}' AS mine, status FROM payments
    WHERE order_id IN ('${order.id}', '${other.id}') ORDER BY order_id = '${order.id}', created_at`)
  expect(statuses).toEqual([
    { mine: false, status: 'CREATED' },
    { mine: true, status: 'EXPIRED' },
    { mine: true, status: 'CREATED' },
  ])
})

test('twenty requests for one order at once are all answered with one page', async () => {
  const order = makeOrder()
  const answers = await Promise.all(Array.from({ length: 20 }, () => create(order)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]).toMatchObject({ ok: true })
  expect(await countOf('payments', `order_id = '${order.id}'`)).toBe(1)
})

test('a merchant that has just changed its key is looked up once more before its order is refused', async () => {
  lab.peers.put(300, 'the key that merchant had before')
  lab.peers.putFresh(300, 'merchant')
  expect(await create(makeOrder())).toMatchObject({ ok: true })
})

describe('an order is refused, and no payment, session or nonce stays behind', () => {
  async function expectRefusal(order: Order, body: Body, error: object, more: More = {}): Promise<void> {
    const before = [await countOf('payments'), await countOf('checkout_sessions'), await countOf('nonces')]
    expect(await create(order, body, more)).toMatchObject({ ok: false, error })
    expect([await countOf('payments'), await countOf('checkout_sessions'), await countOf('nonces')]).toEqual(before)
  }

  test('that is of another merchant than the request says', async () => {
    const error = { code: 'INVALID_REQUEST', details: { issues: [{ path: 'merchantOcid' }] } }
    await expectRefusal(makeOrder(), { merchantOcid: 301 }, error)
  })

  test('of a merchant that is not on the network', async () => {
    await expectRefusal(makeOrder({ ocid: 999 }), {}, { code: 'MERCHANT_NOT_REGISTERED', status: 400 })
  })

  test.each([
    ['that was changed after signing', () => ({ signature: testPerson('merchant').signer.sign('{}') })],
    ['that its gateway signed instead of its merchant', () => ({ signature: testPerson('gateway').signer.sign('{}') })],
    ['with something else where the signature should be', () => ({ signature: 'zz' })],
  ])('%s', async (_, body) => {
    lab.peers.putFresh(300, 'merchant')
    await expectRefusal(makeOrder(), body(), { code: 'INVALID_SIGNATURE', status: 400 })
  })

  test('whose items are not covered by the signature, with a word on the trap', async () => {
    const order = makeOrder({ items: [{ id: 'a', name: 'Tea', quantity: 1, price: '5.00' }] })
    const signature = testPerson('merchant').signer.sign(shallowCanonicalJson(order))
    await expectRefusal(
      order,
      { signature },
      { code: 'INVALID_SIGNATURE', details: { hint: 'shallow_canonicalisation' } },
    )
  })

  test.each([
    ['in this second', 0],
    ['a second ago', -1],
  ])('that ended %s', async (_, offset) => {
    const nowEpochSeconds = nowSeconds()
    const order = makeOrder({ expiresAt: nowEpochSeconds + offset })
    await expectRefusal(order, {}, { code: 'ORDER_EXPIRED' }, { nowEpochSeconds })
  })

  test.each([
    ['in a currency that no wallet has', { currency: 'XAU' }, 'SETTLEMENT_NOT_SUPPORTED'],
    ['in a currency written small', { currency: 'usd' }, 'SETTLEMENT_NOT_SUPPORTED'],
    ['of a third of a cent', { amount: '5.003' }, 'INVALID_REQUEST'],
    ['of half a shilling', { amount: '100.50', currency: 'UGX' }, 'INVALID_REQUEST'],
  ])('%s', async (_, terms, code) => {
    await expectRefusal(makeOrder(terms), {}, { code })
  })

  test('in a currency that we do not settle with its gateway', async () => {
    const partner = { ...agreement, currencies: ['EUR'] }
    await expectRefusal(
      makeOrder(),
      {},
      { code: 'SETTLEMENT_NOT_SUPPORTED', details: { currencies: ['EUR'] } },
      { partner },
    )
  })

  test('of a merchant that the operator has blocked', async () => {
    await savePartner(300, { blocked: true })
    await expectRefusal(makeOrder(), {}, { code: 'CONNECTION_REFUSED', status: 403 })
    await savePartner(300, { blocked: false })
  })

  test('that no path can settle, with every provider that was tried', async () => {
    const tried = [
      { ocid: 200, strategy: 'direct', reason: 'NOT_ACCEPTED_BY_ORDER' },
      { ocid: 100, strategy: 'gateway_account', reason: 'HAS_NO_ACCOUNT_WITH_US' },
      { ocid: 7, strategy: 'partner_reserve', reason: 'METADATA_UNAVAILABLE' },
    ]
    await expectRefusal(
      makeOrder({ accepts: [100, 7] }),
      {},
      { code: 'SETTLEMENT_NOT_SUPPORTED', details: { tried } },
      { partner: null },
    )
  })

  test.each([
    ['success', 'javascript:alert(1)'],
    ['success', 'https://shop.example/\r\nSet-Cookie: a=b'],
    ['cancel', 'https://user:pass@shop.example/'],
    ['cancel', 'https:\\\\shop.example\\'],
    ['completed', 'http://shop.example/'],
    ['cancelled', '//shop.example/'],
  ])('that sends its payer by urls.%s to %j', async (name, url) => {
    const error = { code: 'INVALID_REQUEST', details: { issues: [{ path: `urls.${name}` }] } }
    await expectRefusal(makeOrder(), { urls: { [name]: url } }, error)
  })
})

describe('a second request for an order that has a page', () => {
  test.each([
    ['with another amount', { amount: '6.00' }, {}],
    ['with a field that was not there', { memo: 'and a tip' }, {}],
    ['with another page to return to', {}, { urls: { success: 'https://other.example/' } }],
  ])('is a conflict %s', async (_, change, body) => {
    const order = makeOrder()
    await create(order)
    expect(await create(makeOrder({ ...order, ...change }), body)).toMatchObject({
      ok: false,
      error: { code: 'ORDER_CONFLICT', status: 409 },
    })
  })

  test('is a replay when it comes with the same nonce', async () => {
    const { nonce } = await signedCall(lab, makeOrder())
    expect(await create(makeOrder(), {}, { nonce: { ...nonce } })).toMatchObject({ ok: true })
    expect(await create(makeOrder(), {}, { nonce: { ...nonce } })).toMatchObject({
      ok: false,
      error: { code: 'NONCE_REUSED' },
    })
  })
})
