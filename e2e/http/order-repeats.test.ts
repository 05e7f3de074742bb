import { expect, test } from 'vitest'
import { CANCEL_URL, checkoutBody, openCheckout, postCheckout, SUCCESS_URL } from './testing/checkout'
import { pay, personWith } from './testing/person'
import { expectRefusal, expectSuccess } from './testing/refusal'
import { formSaying, Visitor } from './testing/visitor'
import { OUR_OCID, useWorld } from './testing/world'

const world = useWorld()

test('the same order again gives the same checkout, also in another notation', async () => {
  const order = world.shop.order()
  const body = checkoutBody(world.shop, order)
  const first = expectSuccess(world.key, await postCheckout(world, body))
  const before = await world.db.written()
  expect(expectSuccess(world.key, await postCheckout(world, body))).toEqual(first)
  const pretty = JSON.stringify({ ...body, order: Object.fromEntries(Object.entries(order).reverse()) }, null, 2)
  expect(expectSuccess(world.key, await postCheckout(world, pretty))).toEqual(first)
  expect(await world.db.written()).toEqual(before)
})

test('twenty times the same order at once open one checkout', async () => {
  const before = await world.db.written()
  const body = checkoutBody(world.shop, world.shop.order())
  const answers = await Promise.all(Array.from({ length: 20 }, () => postCheckout(world, body)))
  const sessions = new Set(answers.map((answer) => expectSuccess(world.key, answer).session_id))
  expect(sessions.size).toBe(1)
  const after = await world.db.written()
  expect(after.checkout_sessions).toBe(Number(before.checkout_sessions) + 1)
  expect(after.payments).toBe(Number(before.payments) + 1)
})

test('the same order id with other content is a conflict while the first checkout is open', async () => {
  const { order } = await openCheckout(world)
  const dearer = { ...order, amount: '5.00' }
  await expectRefusal(world, 409, 'ORDER_CONFLICT', () => postCheckout(world, checkoutBody(world.shop, dearer)))
  const elsewhere = checkoutBody(world.shop, order, { urls: { success: 'https://other.example/', cancel: CANCEL_URL } })
  await expectRefusal(world, 409, 'ORDER_CONFLICT', () => postCheckout(world, elsewhere))
})

test('two contents for one order id at once: one opens, the other is a conflict', async () => {
  const order = world.shop.order()
  const bodies = Array.from({ length: 10 }, (_, index) =>
    checkoutBody(world.shop, { ...order, amount: `${(index % 2) + 1}.00` }),
  )
  const answers = await Promise.all(bodies.map((body) => postCheckout(world, body)))
  const opened = answers.filter(({ status }) => status === 200)
  expect(new Set(opened.map(({ text }) => JSON.parse(text).session_id)).size).toBe(1)
  expect(opened).toHaveLength(5)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(5)
})

test('one order over two gateways is two checkouts', async () => {
  const order = world.shop.order({ accepts: [OUR_OCID] })
  const body = checkoutBody(world.shop, order)
  const ours = expectSuccess(world.key, await postCheckout(world, body))
  const theirs = expectSuccess(world.key, await postCheckout(world, body, { sender: world.stranger }))
  expect(ours.session_id).not.toBe(theirs.session_id)
})

test('one order id at two merchants is two orders', async () => {
  const { order, sessionId } = await openCheckout(world)
  const same = { ...order, ocid: world.otherShop.ocid }
  const other = expectSuccess(world.key, await postCheckout(world, checkoutBody(world.otherShop, same)))
  expect(other.session_id).not.toBe(sessionId)
})

test('a paid order is refused, with the same content and with other content, over any gateway', async () => {
  const checkout = await openCheckout(world, { accepts: [OUR_OCID, world.mg.ocid] })
  await pay(await personWith(world.url, '50.00'), checkout)
  const body = checkoutBody(world.shop, checkout.order)
  await expectRefusal(world, 409, 'ORDER_PAID', () => postCheckout(world, body))
  await expectRefusal(world, 409, 'ORDER_PAID', () => postCheckout(world, body, { sender: world.stranger }))
  const dearer = checkoutBody(world.shop, { ...checkout.order, amount: '9.00' })
  await expectRefusal(world, 409, 'ORDER_PAID', () => postCheckout(world, dearer))
})

test('one order open over two gateways is paid once', async () => {
  const order = world.shop.order({ accepts: [OUR_OCID] })
  const body = checkoutBody(world.shop, order)
  const pages = await Promise.all([postCheckout(world, body), postCheckout(world, body, { sender: world.stranger })])
  const [first, second] = pages.map(({ text }) => ({ page: new URL(JSON.parse(text).checkout_url).pathname }))
  const ada = await personWith(world.url, '50.00')
  const answers = await Promise.all([pay(ada, first ?? { page: '' }), pay(ada.clone(), second ?? { page: '' })])
  expect(answers.map(({ location }) => location?.includes('problem=ALREADY_PAID')).sort()).toEqual([false, true])
  const [paid] = await world.db.rows(
    "SELECT count(*)::int AS n FROM payments WHERE order_id = $1 AND status = 'SUCCEEDED'",
    [order.id],
  )
  expect(paid).toEqual({ n: 1 })
})

test('after the payer gave up, the order can be sent again, also with other content', async () => {
  const { page, order, sessionId } = await openCheckout(world)
  const visitor = new Visitor(world.url)
  await visitor.post(page, formSaying(await visitor.get(page), /cancel/i).fields)
  const again = expectSuccess(world.key, await postCheckout(world, checkoutBody(world.shop, order)))
  expect(again.session_id).not.toBe(sessionId)
})

test('an order whose checkout has run out can be sent again at once', async () => {
  const { order, sessionId } = await openCheckout(world)
  const past = "now() - interval '1 second'"
  await world.db.rows(
    `UPDATE payments p SET expires_at = ${past} FROM checkout_sessions s WHERE s.id = $1 AND p.id = s.payment_id`,
    [sessionId],
  )
  await world.db.rows(`UPDATE checkout_sessions SET expires_at = ${past} WHERE id = $1`, [sessionId])
  const again = expectSuccess(world.key, await postCheckout(world, checkoutBody(world.shop, order)))
  expect(again.session_id).not.toBe(sessionId)
})

test('session ids carry at least 128 random bits', async () => {
  const { sessionId, page } = await openCheckout(world)
  expect(sessionId).toMatch(/^sess_[A-Za-z0-9_-]{22,}$/)
  expect(page).toBe(`/pay/${sessionId}`)
  expect(SUCCESS_URL).toContain('{SESSION_ID}')
})
