import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeOrder, nowSeconds } from '@/lib/checkout/testing/make-checkout'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { makePayer } from '@/lib/settlement/testing/pay-lab'
import { answerSigned, answerWith, isSigned, type Receiver, startReceiver } from '@/lib/webhooks/testing/receiver'
import { type Basket, fillBasket } from './basket'
import { fetchInventory } from './fetch-inventory'
import { getBasketDifferences } from './get-basket-differences'
import { orderBasket } from './order-basket'

vi.stubEnv('GATEWAY_MODE', 'development')
useTestDatabase()

let lab: TestGateway
let merchant: Receiver
const key = testPerson('merchant').signer
const tea = { id: 'tea', name: 'Tea', price: '2.50', stock: 9 }

beforeAll(async () => {
  lab = await createTestGateway({ timeoutMs: 500 })
  merchant = await startReceiver()
})
beforeEach(() => {
  lab.peers.put(300, 'merchant', { endpoint: merchant.endpoint })
  merchant.received.length = 0
})
afterAll(async () => {
  await merchant.close()
  await lab.close()
})

const code = () => JSON.stringify({ ocid: 300, inventory: `${merchant.endpoint}/inventory`, expiresAt: null })
const somebody = () => ({ userId: crypto.randomUUID(), nowEpochSeconds: nowSeconds() })
const fetchIt = () => fetchInventory(lab.us, code(), somebody())
const serve = (value: unknown) => {
  merchant.answer = answerSigned(300, key, JSON.stringify(value))
}

async function twoTeas(): Promise<Basket> {
  serve({ currency: 'USD', items: [tea] })
  const scanned = await fetchIt()
  const basket = scanned.ok ? fillBasket(scanned.value.inventory, () => '2') : undefined
  if (!basket?.ok) throw new Error('no tea')
  return basket.value
}

const orderOf = (more: Record<string, unknown> = {}) =>
  makeOrder({ accepts: [200], items: [{ id: 'tea', name: 'Tea', price: '2.50', quantity: 2 }], ...more })

async function order(answer: Record<string, unknown>, userId: string) {
  const basket = await twoTeas()
  const signed = orderOf(answer)
  serve({ order: signed, signature: signObject(signed, key) })
  return orderBasket(lab.us, { code: code(), basket, userId, nowEpochSeconds: nowSeconds() })
}

test('what was chosen is asked for in a signed request, and the order that is just that is opened', async () => {
  const { userId } = await makePayer(5000n)
  const ordered = await order({}, userId)
  expect(ordered).toMatchObject({ ok: true, value: { isAsChosen: true } })
  const asked = merchant.received.at(-1)
  expect(asked).toMatchObject({ method: 'POST', path: '/opencharge/orders/create' })
  expect(asked && isSigned(asked, lab.us.signer.publicKey, lab.us.crypto)).toBe(true)
  expect(JSON.parse(asked?.body ?? '')).toEqual({ items: [{ id: 'tea', quantity: 2 }] })
  expect(ordered.ok && (await getBasketDifferences(lab.us, ordered.value.sessionId, userId))).toBeUndefined()
})

test('an order that is not what was chosen is opened with its differences, for that one person to see', async () => {
  const [{ userId }, other] = [await makePayer(5000n), await makePayer(5000n)]
  const items = [{ id: 'tea', name: 'Tea', price: '3.00', quantity: 2 }]
  const ordered = await order({ amount: '6.50', items }, userId)
  if (!ordered.ok) throw new Error(ordered.error)
  expect(ordered.value.isAsChosen).toBe(false)
  const { sessionId } = ordered.value
  expect(await getBasketDifferences(lab.us, sessionId, userId)).toMatchObject({
    merchantOcid: 300,
    differences: [
      { kind: 'price', chosen: { amountMinor: 250n }, signed: { amountMinor: 300n } },
      { kind: 'total', chosen: { amountMinor: 500n }, signed: { amountMinor: 650n } },
    ],
  })
  expect(await getBasketDifferences(lab.us, sessionId, other.userId)).toBeUndefined()
  await expect(sql(`UPDATE chosen_baskets SET basket_text = '{}'`)).rejects.toThrow('stays as it is')
})

test('an order that came back for another choice before is not shown with the differences from that one', async () => {
  const { userId } = await makePayer(5000n)
  const basket = await twoTeas()
  const signed = orderOf({ amount: '6.50', items: [{ id: 'tea', name: 'Tea', price: '3.00', quantity: 2 }] })
  serve({ order: signed, signature: signObject(signed, testPerson('merchant').signer) })
  const wish = { code: code(), userId, nowEpochSeconds: nowSeconds() }
  const opened = await orderBasket(lab.us, { ...wish, basket })
  expect(opened).toMatchObject({ ok: true, value: { isAsChosen: false } })
  expect(await orderBasket(lab.us, { ...wish, basket })).toEqual(opened)
  const other = { ...basket, items: basket.items.map((item) => ({ ...item, quantity: 3 })) }
  expect(await orderBasket(lab.us, { ...wish, basket: other })).toEqual({ ok: false, error: 'ORDER_CONFLICT' })
})

test('an order that another signed, or of another merchant, is not opened', async () => {
  const { userId } = await makePayer(5000n)
  const basket = await twoTeas()
  const before = await countOf('checkout_sessions')
  const wish = { code: code(), basket, userId, nowEpochSeconds: nowSeconds() }
  const signed = orderOf()
  serve({ order: signed, signature: signObject(signed, testPerson('thief').signer) })
  expect(await orderBasket(lab.us, wish)).toEqual({ ok: false, error: 'BAD_SIGNATURE' })
  serve({ order: { ...signed, ocid: 301 }, signature: 'x' })
  expect(await orderBasket(lab.us, wish)).toEqual({ ok: false, error: 'OTHER_MERCHANT' })
  expect(await countOf('checkout_sessions')).toBe(before)
})

describe('a list is not shown', () => {
  const answers: readonly [string, () => Receiver['answer'], string][] = [
    ['of a megabyte', () => answerWith(200, ' '.repeat(1_000_000)), 'INVENTORY_TOO_LARGE'],
    ['that is no JSON', () => answerWith(200, '<ul>'), 'UNREADABLE_INVENTORY'],
    ['that another signed', () => answerSigned(300, key, '{}', 'other'), 'UNTRUSTED_ANSWER'],
    ['that is not there', () => answerWith(404, '{}'), 'MERCHANT_REFUSED'],
    ['that is elsewhere', () => answerWith(302, '', { location: 'http://127.0.0.1:1/' }), 'MERCHANT_REFUSED'],
    [
      'with a price below zero',
      () => answerWith(200, JSON.stringify({ currency: 'USD', items: [{ ...tea, price: '-2.50' }] })),
      'UNREADABLE_INVENTORY',
    ],
  ]
  test.each(answers)('%s', async (_, answer, problem) => {
    merchant.answer = answer()
    expect(await fetchIt()).toEqual({ ok: false, error: problem })
  })

  test('whose code leads elsewhere, or to an order', async () => {
    const elsewhere = JSON.stringify({ ocid: 300, inventory: 'http://127.0.0.1:1/inventory', expiresAt: null })
    expect(await fetchInventory(lab.us, elsewhere, somebody())).toEqual({ ok: false, error: 'OTHER_ADDRESS' })
    const ofOrder = JSON.stringify({ ocid: 300, order: `${merchant.endpoint}/orders/a`, expiresAt: null })
    expect(await fetchInventory(lab.us, ofOrder, somebody())).toEqual({ ok: false, error: 'NOT_A_CODE' })
    expect(merchant.received).toEqual([])
  })
})

test('one person has us ask only so often, whoever it is that is asked', async () => {
  serve({ currency: 'USD', items: [tea] })
  const one = somebody()
  const asked: string[] = []
  for (let index = 0; index < 65; index++) {
    const scanned = await fetchInventory(lab.us, code(), one)
    asked.push(scanned.ok ? 'asked' : scanned.error)
  }
  expect(asked).toEqual([...Array(60).fill('asked'), ...Array(5).fill('TOO_MANY_CODES')])
  expect(merchant.received).toHaveLength(60)
  expect((await fetchIt()).ok).toBe(true)
})
