import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { cancelCheckout } from '@/lib/checkout/cancel-checkout'
import { getCheckoutView } from '@/lib/checkout/get-checkout-view'
import { listWaitingOrders } from '@/lib/checkout/list-waiting-orders'
import { makeNonce, makeOrder, nowSeconds } from '@/lib/checkout/testing/make-checkout'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import type { SignedCall } from '@/lib/http/signed-route'
import type { LiveEvent } from '@/lib/live/live-event'
import { closeLiveEvents, hearLiveEvents } from '@/lib/live/live-events'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { Order } from '@/lib/opencharge/order'
import { parseQrPayload } from '@/lib/opencharge/qr-payload'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { pay } from '@/lib/settlement/pay'
import { makePayer } from '@/lib/settlement/testing/pay-lab'
import { bringOrder } from './bring-order'
import type { CodeOrderRequest } from './code-order-request'
import { showCode } from './show-code'

useTestDatabase()

const patiently = { timeout: 10_000 }

let lab: TestGateway
beforeAll(async () => {
  lab = await createTestGateway()
})
beforeEach(() => {
  lab.peers.put(300, 'merchant')
  lab.peers.put(301, 'other merchant')
})
afterAll(async () => {
  await closeLiveEvents()
  await lab.close()
})

const counterOrder = (more: Record<string, unknown> = {}) => makeOrder({ accepts: [200], ...more })

/** The code that a person shows, by the last part of its URL. */
async function codeOf(userId: string): Promise<string> {
  const shown = await showCode(lab.us, userId, null)
  if (shown.kind !== 'code') throw new Error(shown.kind)
  return shown.code.id
}

async function bring(codeId: string, order: Order, body: Partial<CodeOrderRequest> = {}, more: Partial<Call> = {}) {
  const caller = await lab.us.registry.peer(order.ocid)
  if (!caller.ok) throw new Error('the merchant is not on the network')
  return bringOrder({
    gateway: lab.us,
    request: new Request('https://pay.example/', { method: 'POST' }),
    params: { sessionId: codeId },
    nowEpochSeconds: nowSeconds(),
    caller: caller.value,
    partner: null,
    body: { order, signature: signObject(order, testPerson('merchant').signer), ...body },
    nonce: makeNonce({ ocid: order.ocid }),
    ...more,
  })
}
type Call = SignedCall<CodeOrderRequest>

const sessionOf = async (codeId: string): Promise<string> => {
  const [row] = await sql(`SELECT checkout_session_id AS id FROM shown_codes WHERE id = '${codeId}'`)
  return String(row?.id)
}

test('the code says where the order goes: an address of ours, for five minutes', async () => {
  const { userId } = await makePayer()
  const shown = await showCode(lab.us, userId, null)
  const payload = parseQrPayload(shown.kind === 'code' ? shown.code.payload : '')
  expect(payload).toMatchObject({ ok: true, value: { kind: 'order', ocid: 200 } })
  const { url, expiresAt } = payload.ok ? payload.value : { url: '', expiresAt: 0 }
  expect(url).toMatch(/^https:\/\/pay\.example\/opencharge\/orders\/create\/code_[\w-]{24}$/)
  expect(Math.abs(Number(expiresAt) - nowSeconds() - 300)).toBeLessThan(3)
  expect(await showCode(lab.us, userId, null)).toEqual(shown)
})

test('an order that is brought waits for this one person, who approves it; the merchant reads that it is paid', async () => {
  const { userId, walletId } = await makePayer(500n)
  const codeId = await codeOf(userId)
  const order = counterOrder()
  const brought = await bring(codeId, order)
  expect(brought).toMatchObject({ ok: true, value: { status: 'pending', order_id: order.id } })
  const sessionId = await sessionOf(codeId)
  const view = await getCheckoutView(lab.us, sessionId, { id: userId, email: 'ada@example.com' }, nowSeconds())
  expect(view).toMatchObject({ state: 'open', isPersonal: true, order: { total: { amountMinor: 500n } } })
  expect(await showCode(lab.us, userId, codeId)).toEqual({ kind: 'asked', sessionId })
  const paid = await pay(lab.us, { sessionId, payerId: userId, walletId })
  expect(paid).toMatchObject({ ok: true, value: { isPaid: true } })
  expect(await countOf('deliveries', "status = 'PENDING' AND receiver_ocid = 300")).toBeGreaterThan(0)
})

test('an order that is brought again, to the next code of the same person, is one order with one page', async () => {
  const { userId, walletId } = await makePayer(500n)
  const first = await codeOf(userId)
  const order = counterOrder()
  await bring(first, order)
  const next = await codeOf(userId)
  expect(next).not.toBe(first)
  expect(await bring(next, order)).toMatchObject({ ok: true, value: { order_id: order.id } })
  const sessionId = await sessionOf(next)
  expect(sessionId).toBe(await sessionOf(first))
  await pay(lab.us, { sessionId, payerId: userId, walletId })
  expect(await bring(await codeOf(userId), order)).toMatchObject({ ok: false, error: { code: 'ORDER_PAID' } })
})

test('an order that waits for an answer is found again until it is paid, declined or too late, by its person alone', async () => {
  const [ada, eve] = [await makePayer(5000n), await makePayer(500n)]
  const orders = [counterOrder(), counterOrder(), counterOrder()]
  const sessions: string[] = []
  for (const order of orders) {
    const code = await codeOf(ada.userId)
    await bring(code, order)
    sessions.push(await sessionOf(code))
  }
  const waiting = async () => (await listWaitingOrders(lab.us, ada.userId)).map(({ sessionId }) => sessionId)
  const [paid = '', declined = '', late = ''] = sessions
  expect(await listWaitingOrders(lab.us, ada.userId)).toMatchObject(
    sessions.toReversed().map((sessionId) => ({ sessionId, total: { amountMinor: 500n, currency: { code: 'USD' } } })),
  )
  expect(await listWaitingOrders(lab.us, eve.userId)).toEqual([])
  await pay(lab.us, { sessionId: paid, payerId: ada.userId, walletId: ada.walletId })
  expect(await waiting()).toEqual([late, declined])
  await cancelCheckout(declined, ada.userId)
  expect(await waiting()).toEqual([late])
  await sql(
    `UPDATE payments SET expires_at = now() - interval '1 second' WHERE id = (SELECT payment_id FROM checkout_sessions WHERE id = '${late}')`,
  )
  expect(await waiting()).toEqual([])
})

test('nobody else sees, pays or declines it', async () => {
  const [ada, eve] = [await makePayer(500n), await makePayer(500n)]
  const codeId = await codeOf(ada.userId)
  await bring(codeId, counterOrder())
  const sessionId = await sessionOf(codeId)
  const asEve = { id: eve.userId, email: 'eve@example.com' }
  expect(await getCheckoutView(lab.us, sessionId, asEve, nowSeconds())).toEqual({ state: 'not_found' })
  expect(await getCheckoutView(lab.us, sessionId, null, nowSeconds())).toEqual({ state: 'sign_in' })
  const theft = await pay(lab.us, { sessionId, payerId: eve.userId, walletId: eve.walletId })
  expect(theft).toEqual({ ok: false, error: 'SESSION_NOT_FOUND' })
  for (const user of [eve.userId, null])
    expect(await cancelCheckout(sessionId, user)).toMatchObject({ isCancelled: false })
  expect(await cancelCheckout(sessionId, ada.userId)).toMatchObject({ isCancelled: true })
})

test('two merchants at once: one order is brought, the other hears that the code is used', async () => {
  const { userId } = await makePayer(500n)
  const codeId = await codeOf(userId)
  const [mine, other] = [counterOrder(), counterOrder({ ocid: 301 })]
  const signature = signObject(other, testPerson('other merchant').signer)
  const outcomes = await Promise.all([bring(codeId, mine), bring(codeId, other, { signature })])
  const refusals = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.code]))
  expect(refusals).toEqual(['SESSION_USED'])
  expect(await countOf('checkout_sessions', `bound_user_id = '${userId}'`)).toBe(1)
})

describe('a code is not used up by what is refused', () => {
  test.each<[string, () => Parameters<typeof bring>[2], string, Record<string, unknown>]>([
    ['another merchant signed it', () => ({ signature: '00'.repeat(65) }), 'INVALID_SIGNATURE', {}],
    ['its amount is zero', () => ({}), 'INVALID_REQUEST', { amount: '0.00' }],
    ['it is over', () => ({}), 'ORDER_EXPIRED', { expiresAt: 1_700_000_000 }],
    ['there is no way to settle it', () => ({}), 'SETTLEMENT_NOT_SUPPORTED', { accepts: [999] }],
  ])('%s', async (_, body, code, change) => {
    const { userId } = await makePayer(500n)
    const codeId = await codeOf(userId)
    const order = change.amount === undefined ? counterOrder(change) : { ...counterOrder(), ...change }
    expect(await bring(codeId, order as Order, body())).toMatchObject({ ok: false, error: { code } })
    expect(await bring(codeId, counterOrder())).toMatchObject({ ok: true })
  })

  test('the shallow signature is refused with its hint', async () => {
    const codeId = await codeOf((await makePayer()).userId)
    const order = counterOrder({ items: [{ id: 'a', name: 'A', quantity: 1, price: '5.00' }] })
    const { signer } = testPerson('merchant')
    const signature = signer.sign(shallowCanonicalJson(order))
    const refused = await bring(codeId, order, { signature })
    expect(refused).toMatchObject({ ok: false, error: { details: { hint: 'shallow_canonicalisation' } } })
  })
})

test('an order of another merchant than the caller is refused', async () => {
  const codeId = await codeOf((await makePayer()).userId)
  const other = await lab.us.registry.peer(301)
  if (!other.ok) throw new Error('not there')
  const refused = await bring(codeId, counterOrder(), {}, { caller: other.value })
  expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_REQUEST' } })
})

test.each([
  ['one that never was', 'SESSION_NOT_FOUND', async () => 'code_none'],
  [
    'one whose time is over',
    'SESSION_EXPIRED',
    async () => {
      const { userId } = await makePayer()
      const [row] = await sql(
        `INSERT INTO shown_codes (id, user_id, expires_at) VALUES ('code_old_' || gen_random_uuid(), '${userId}', now() - interval '1 second') RETURNING id`,
      )
      return String(row?.id)
    },
  ],
  [
    'one that was used',
    'SESSION_USED',
    async () => {
      const codeId = await codeOf((await makePayer()).userId)
      await bring(codeId, counterOrder())
      return codeId
    },
  ],
])('an order for a code is refused: %s', async (_, code, make) => {
  expect(await bring(await make(), counterOrder())).toMatchObject({ ok: false, error: { code } })
})

test('whoever shows the code hears of it when it is committed, and others do not', async () => {
  const [ada, eve] = [await makePayer(), await makePayer()]
  const heard: [string, LiveEvent][] = []
  const stops = [ada, eve].map(({ userId }) =>
    hearLiveEvents(
      `user:${userId}`,
      (event) => heard.push([userId, event]),
      () => undefined,
    ),
  )
  // The first thing that anybody hears is that the line is open.
  await vi.waitFor(() => expect(heard).toHaveLength(2), patiently)
  const codeId = await codeOf(ada.userId)
  await bring(codeId, { ...counterOrder(), amount: '0' } as Order)
  await bring(codeId, counterOrder())
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(2), patiently)
  expect(heard.slice(2)).toEqual([
    [ada.userId, expect.objectContaining({ kind: 'asked', codeId, merchantName: 'Party 300', amountMinor: '500' })],
  ])
  for (const stop of stops) stop()
})
