import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { getCheckoutView } from '@/lib/checkout/get-checkout-view'
import { makeOrder, nowSeconds } from '@/lib/checkout/testing/make-checkout'
import { countOf } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { Order } from '@/lib/opencharge/order'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { savePartner } from '@/lib/partners/partner-store'
import { pay } from '@/lib/settlement/pay'
import { makePayer } from '@/lib/settlement/testing/pay-lab'
import { answerSigned, answerWith, hang, isSigned, type Receiver, startReceiver } from '@/lib/webhooks/testing/receiver'
import { scanCode } from './scan-code'

vi.stubEnv('GATEWAY_MODE', 'development')
useTestDatabase()

let lab: TestGateway
let merchant: Receiver
const key = testPerson('merchant').signer

beforeAll(async () => {
  lab = await createTestGateway({ timeoutMs: 500 })
  merchant = await startReceiver()
})
beforeEach(async () => {
  lab.peers.put(300, 'merchant', { endpoint: merchant.endpoint })
  merchant.received.length = 0
})
afterAll(async () => {
  await merchant.close()
  await lab.close()
})

const counterOrder = (more: Record<string, unknown> = {}) => makeOrder({ accepts: [200], ...more })
const urlOf = (id: string) => `${merchant.endpoint}/orders/${id}`
const codeOf = (id: string, more: object = {}) =>
  JSON.stringify({ ocid: 300, order: urlOf(id), expiresAt: nowSeconds() + 300, ...more })

function serve(order: unknown, signature: unknown = signObject(order as Order, key)): void {
  merchant.answer = answerSigned(300, key, JSON.stringify({ order, signature }))
}

function reply(answer: Receiver['answer']): void {
  merchant.answer = answer
}

async function scan(text: string, userId?: string) {
  const person = userId ?? (await makePayer(5000n)).userId
  return scanCode(lab.us, { text, userId: person, nowEpochSeconds: nowSeconds() })
}

test('a code leads to the page of its order, which only the person who scanned it sees and pays', async () => {
  const { userId, walletId } = await makePayer(5000n)
  const other = await makePayer(5000n)
  const order = counterOrder()
  serve(order)
  const scanned = await scan(codeOf(order.id), userId)
  if (!scanned.ok || scanned.value.kind !== 'checkout') throw new Error(JSON.stringify(scanned))
  const [asked] = merchant.received
  expect(asked).toMatchObject({ method: 'GET', path: new URL(urlOf(order.id)).pathname, body: '' })
  expect(asked && isSigned(asked, lab.us.signer.publicKey, lab.us.crypto)).toBe(true)
  const { sessionId } = scanned.value
  const email = 'x@example.com'
  const view = (id: string) => getCheckoutView(lab.us, sessionId, { id, email }, nowSeconds())
  expect(await view(userId)).toMatchObject({ state: 'open', order: { orderId: order.id } })
  expect(await view(other.userId)).toEqual({ state: 'not_found' })
  expect(await pay(lab.us, { sessionId, payerId: other.userId, walletId: other.walletId })).toMatchObject({ ok: false })
  expect(await pay(lab.us, { sessionId, payerId: userId, walletId })).toMatchObject({ ok: true })
  expect(merchant.received).toHaveLength(1)
})

test('the same code again is the same page; other content under the same number is refused, and paying asks nobody again', async () => {
  const { userId } = await makePayer(5000n)
  const order = counterOrder()
  serve(order)
  const first = await scan(codeOf(order.id), userId)
  expect(await scan(codeOf(order.id), userId)).toEqual(first)
  serve({ ...order, amount: '6.00' })
  expect(await scan(codeOf(order.id), userId)).toEqual({ ok: false, error: 'ORDER_CONFLICT' })
})

test('a paid order is not opened again, for nobody', async () => {
  const { userId, walletId } = await makePayer(5000n)
  const order = counterOrder()
  serve(order)
  const scanned = await scan(codeOf(order.id), userId)
  if (!scanned.ok || scanned.value.kind !== 'checkout') throw new Error(JSON.stringify(scanned))
  await pay(lab.us, { sessionId: scanned.value.sessionId, payerId: userId, walletId })
  expect(await scan(codeOf(order.id), userId)).toEqual({ ok: false, error: 'ORDER_PAID' })
  expect(await scan(codeOf(order.id))).toEqual({ ok: false, error: 'ORDER_PAID' })
})

describe('nothing is opened, and nobody is asked, for a code', () => {
  const cases: readonly [string, () => string, string][] = [
    ['that has run out', () => codeOf('a', { expiresAt: nowSeconds() }), 'CODE_EXPIRED'],
    ['of somebody who is not registered', () => codeOf('a', { ocid: 999 }), 'UNKNOWN_MERCHANT'],
    ['of our own', () => codeOf('a', { ocid: 200 }), 'WALLET_CODE'],
    ['that leads elsewhere', () => codeOf('a', { order: 'http://127.0.0.1:1/opencharge/orders/a' }), 'OTHER_ADDRESS'],
    ['that is a page', () => 'https://evil.example/', 'NOT_A_CODE'],
    ['of 10 kB', () => codeOf('a', { padding: 'x'.repeat(10_000) }), 'TOO_LONG'],
  ]
  test.each(cases)('%s', async (_, code, problem) => {
    const before = await countOf('checkout_sessions')
    expect(await scan(code())).toEqual({ ok: false, error: problem })
    expect(merchant.received).toEqual([])
    expect(await countOf('checkout_sessions')).toBe(before)
  })

  test('of a merchant whom the operator blocked', async () => {
    lab.peers.put(302, 'merchant', { endpoint: merchant.endpoint })
    await savePartner(302, { blocked: true })
    expect(await scan(codeOf('a', { ocid: 302 }))).toEqual({ ok: false, error: 'MERCHANT_BLOCKED' })
    expect(merchant.received).toEqual([])
  })
})

describe('an answer is not used', () => {
  const order = counterOrder()
  const shallow = (value: Order) => key.sign(shallowCanonicalJson({ ...value }))
  const body = (value: unknown, signature: string) => JSON.stringify({ order: value, signature })
  const withItems = { ...order, items: [{ id: 'a', name: 'Tea', quantity: 1, price: '5.00' }] }
  const answers: readonly [string, () => void, string][] = [
    ['with an order of another merchant', () => serve({ ...order, ocid: 301 }), 'OTHER_MERCHANT'],
    ['with another order', () => serve({ ...order, id: 'another' }), 'OTHER_ORDER'],
    ['signed by another', () => serve(order, signObject(order, testPerson('thief').signer)), 'BAD_SIGNATURE'],
    ['changed after signing', () => serve({ ...order, amount: '0.01' }, signObject(order, key)), 'BAD_SIGNATURE'],
    ['signed in part only', () => serve(withItems, shallow(withItems as Order)), 'PARTLY_SIGNED'],
    ['without a signature', () => serve(order, null), 'UNREADABLE_ORDER'],
    ['that asks for nothing', () => serve({ ...order, amount: '0.00' }), 'UNREADABLE_ORDER'],
    ['that gives money', () => serve({ ...order, amount: '-5.00' }), 'UNREADABLE_ORDER'],
    ['with more digits than there are', () => serve({ ...order, amount: '5.001' }), 'UNREADABLE_ORDER'],
    ['whose order has run out', () => serve({ ...order, expiresAt: nowSeconds() }), 'ORDER_EXPIRED'],
    ['in a currency of nobody', () => serve({ ...order, currency: 'XAU' }), 'NO_WAY_TO_PAY'],
    ['to a merchant whom no way leads to', () => serve({ ...order, accepts: [777] }), 'NO_WAY_TO_PAY'],
    ['that is no JSON', () => reply(answerWith(200, '<html>')), 'UNREADABLE_ORDER'],
    ['with a key twice', () => reply(answerWith(200, '{"order":{},"order":{}}')), 'UNREADABLE_ORDER'],
    ['of a megabyte', () => reply(answerWith(200, ' '.repeat(1_000_000))), 'UNREADABLE_ORDER'],
    [
      'with a wrong signature of the answer',
      () => reply(answerSigned(300, key, body(order, signObject(order, key)), 'other')),
      'UNTRUSTED_ANSWER',
    ],
    ['that is not there', () => reply(answerWith(404, '{}')), 'ORDER_NOT_FOUND'],
    [
      'that leads on elsewhere',
      () => reply(answerWith(302, '', { location: 'http://127.0.0.1:1/' })),
      'MERCHANT_REFUSED',
    ],
    ['that never comes', () => reply(hang), 'MERCHANT_UNREACHABLE'],
  ]
  test.each(answers)('%s', async (_, answer, problem) => {
    answer()
    const before = await countOf('checkout_sessions')
    expect(await scan(codeOf(order.id))).toEqual({ ok: false, error: problem })
    expect(await countOf('checkout_sessions')).toBe(before)
  })
})

test('a merchant that has just changed its key is asked for it, and its order is opened', async () => {
  const order = counterOrder({ ocid: 303 })
  lab.peers.put(303, 'old key', { endpoint: merchant.endpoint })
  const fresh = lab.peers.putFresh(303, 'new key', { endpoint: merchant.endpoint })
  merchant.answer = answerSigned(303, fresh, JSON.stringify({ order, signature: signObject(order, fresh) }))
  const code = codeOf(order.id, { ocid: 303 })
  expect(await scan(code)).toMatchObject({ ok: true, value: { kind: 'checkout' } })
})

test('an inventory code opens nothing yet', async () => {
  const code = JSON.stringify({ ocid: 300, inventory: `${merchant.endpoint}/inventory`, expiresAt: null })
  expect(await scan(code)).toEqual({ ok: true, value: { kind: 'inventory', code } })
  expect(merchant.received).toEqual([])
})
