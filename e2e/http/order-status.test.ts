import { expect, test } from 'vitest'
import { openCheckout } from './testing/checkout'
import type { Peer } from './testing/peer'
import { pay, personWith } from './testing/person'
import { expectRefusal, expectSuccess } from './testing/refusal'
import { call } from './testing/signed-call'
import { formSaying, Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'
import { useWorld } from './testing/world'

const world = useWorld()

const ask = (who: Peer, id: string) =>
  call(world.url, who, { path: `/opencharge/orders/${encodeURIComponent(id)}/status` })
const status = async (who: Peer, id: string) => expectSuccess(world.key, await ask(who, id))

async function paymentOf(sessionId: string): Promise<string> {
  const [row] = await world.db.rows<{ id: string }>('SELECT payment_id AS id FROM checkout_sessions WHERE id = $1', [
    sessionId,
  ])
  return row?.id ?? ''
}

test('a new order is pending, by its own id and by the id of its payment', async () => {
  const { order, sessionId } = await openCheckout(world)
  expect(await status(world.shop, order.id)).toEqual({ orderId: order.id, status: 'pending' })
  expect(await status(world.shop, await paymentOf(sessionId))).toEqual({ orderId: order.id, status: 'pending' })
})

test('a paid order says when and with which transaction, and the merchant can verify that one', async () => {
  const checkout = await openCheckout(world)
  const before = Math.floor(Date.now() / 1000)
  await pay(await personWith(world.url, '20.00'), checkout)
  const paid = await status(world.shop, checkout.order.id)
  expect(paid).toMatchObject({ orderId: checkout.order.id, status: 'paid', txid: expect.stringMatching(/^tx_/) })
  expect(Number(paid.paidAt)).toBeGreaterThanOrEqual(before)
  await waitUntil('the gateway got its webhook', () =>
    world.mg.webhooks.find(({ body }) => body.includes(String(paid.txid))),
  )
})

test('a cancelled order is cancelled', async () => {
  const { order, page } = await openCheckout(world)
  const visitor = new Visitor(world.url)
  await visitor.post(page, formSaying(await visitor.get(page), /cancel/i).fields)
  expect(await status(world.shop, order.id)).toEqual({ orderId: order.id, status: 'cancelled' })
})

test('an order past its time is expired at once, before any sweep', async () => {
  const { order, sessionId } = await openCheckout(world)
  await world.db.rows(`UPDATE payments SET expires_at = now() - interval '1 second' WHERE id = $1`, [
    await paymentOf(sessionId),
  ])
  expect(await status(world.shop, order.id)).toEqual({ orderId: order.id, status: 'expired' })
})

test.each(['otherShop', 'mg', 'stranger'] as const)('%s learns nothing of an order of the shop', async (who) => {
  const { order, sessionId } = await openCheckout(world)
  const missing = await expectRefusal(world, 404, 'ORDER_NOT_FOUND', () => ask(world[who], 'ord_that_never_was'))
  expect(await expectRefusal(world, 404, 'ORDER_NOT_FOUND', () => ask(world[who], order.id))).toEqual(missing)
  const payment = await paymentOf(sessionId)
  expect(await expectRefusal(world, 404, 'ORDER_NOT_FOUND', () => ask(world[who], payment))).toEqual(missing)
})

test.each(['%', '../x', "' OR 1=1 --", '\ud83d\ude00', 'x'.repeat(5000), '%00', ' ', 'a/b', '\\', '#', '?'])(
  'an id like %j is just an order that is not there',
  async (id) => {
    await expectRefusal(world, 404, 'ORDER_NOT_FOUND', () => ask(world.shop, id))
  },
)

test.each(['%', '%zz', '%e0%a4%a', '%ff', '%c0%af', '%00', 'a%00b', '.', '..', '%2e', '%2E%2e', 'a\\b', ''])(
  'a path that holds "%s" in place of an id is nowhere',
  async (raw) => {
    const path = `/opencharge/orders/${raw}/status`
    await expectRefusal(world, 404, 'NOT_FOUND', () => call(world.url, world.shop, { path }))
  },
)

test('says nothing without a signature', async () => {
  const { order } = await openCheckout(world)
  await expectRefusal(world, 401, 'INVALID_SIGNATURE', () =>
    call(world.url, world.shop, { path: `/opencharge/orders/${order.id}/status`, headers: () => [] }),
  )
})
