import { expect, test } from 'vitest'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { checkoutBody, openCheckout, postCheckout } from './testing/checkout'
import { expectRefusal, expectSuccess } from './testing/refusal'
import { call, nowSeconds } from './testing/signed-call'
import { useWorld } from './testing/world'

const world = useWorld()

function refused(status: number, code: string, body: JsonObject, sender = world.mg) {
  return expectRefusal(world, status, code, () => postCheckout(world, body, { sender }))
}

test('refuses the shallow signature of the public samples and says what it leaves unsigned', async () => {
  const order = world.shop.order({ items: [{ id: 'i1', name: 'Tea', quantity: 1, price: '4.50' }] })
  const signature = world.shop.signer.sign(shallowCanonicalJson(order))
  const { details } = await refused(400, 'INVALID_SIGNATURE', checkoutBody(world.shop, order, { signature }))
  expect(details?.hint).toBe('shallow_canonicalisation')
  expect(details?.explanation).toMatch(/items/)
})

test('takes an order whose members were signed in sorted order, however they are sent', async () => {
  const order = world.shop.order({ zeta: { b: 1, a: [2, { d: null, c: 'x' }] }, Alpha: true })
  const turned = Object.fromEntries(Object.entries(order).reverse()) as JsonObject
  expectSuccess(
    world.key,
    await postCheckout(world, checkoutBody(world.shop, turned, { signature: world.shop.sign(order) })),
  )
})

test.each<[string, (order: JsonObject) => JsonObject]>([
  ['the amount', (order) => ({ ...order, amount: '4.51' })],
  ['the amount, in another notation of the same number', (order) => ({ ...order, amount: '4.5' })],
  ['the price of an item', (order) => ({ ...order, items: [{ id: 'i1', name: 'Tea', quantity: 1, price: '0.01' }] })],
  ['a member that the protocol does not know', (order) => ({ ...order, gift: false })],
  ['a member that was added', (order) => ({ ...order, accepts: [world.mg.ocid] })],
  ['the expiry', (order) => ({ ...order, expiresAt: nowSeconds() + 9999 })],
])('refuses an order of which %s was changed after signing', async (_, change) => {
  const order = world.shop.order({ gift: true, items: [{ id: 'i1', name: 'Tea', quantity: 1, price: '4.50' }] })
  const { details } = await refused(400, 'INVALID_SIGNATURE', {
    ...checkoutBody(world.shop, order),
    order: change(order),
  })
  expect(details).toBeUndefined()
})

test('refuses an order that another registered merchant signed', async () => {
  const order = world.shop.order()
  await refused(400, 'INVALID_SIGNATURE', checkoutBody(world.shop, order, { signature: world.otherShop.sign(order) }))
})

test('refuses an order that the gateway signed in place of its merchant', async () => {
  const order = world.shop.order()
  await refused(400, 'INVALID_SIGNATURE', checkoutBody(world.shop, order, { signature: world.mg.sign(order) }))
})

test.each(['', 'no', '0x00', 'ab'.repeat(65), 'f'.repeat(1000), 7, null, ['a'], undefined])(
  'refuses %j as the signature of an order',
  async (signature) => {
    const { status } = await postCheckout(world, checkoutBody(world.shop, world.shop.order(), { signature }))
    expect(status).toBe(400)
  },
)

test('refuses a merchant OCID that is not the one of the order', async () => {
  const body = checkoutBody(world.shop, world.shop.order(), { merchantOcid: world.otherShop.ocid })
  const { details } = await refused(400, 'INVALID_REQUEST', body)
  expect(details?.issues).toMatchObject([{ path: 'merchantOcid' }])
})

test('refuses a merchant OCID that is right but a text', async () => {
  await refused(
    400,
    'INVALID_REQUEST',
    checkoutBody(world.shop, world.shop.order(), { merchantOcid: String(world.shop.ocid) }),
  )
})

test.each([-1, 0, 1])(
  'refuses an order that expires %i s from now, or takes it when that is later',
  async (seconds) => {
    // The clock may go on by a second between here and there; it never goes back.
    const order = world.shop.order({ expiresAt: nowSeconds() + Math.min(seconds, 0) + (seconds > 0 ? 60 : 0) })
    if (seconds > 0) {
      const { expires_at: end } = expectSuccess(world.key, await postCheckout(world, checkoutBody(world.shop, order)))
      expect(end).toBe(order.expiresAt)
    } else await refused(400, 'ORDER_EXPIRED', checkoutBody(world.shop, order))
  },
)

test('a checkout lives for 30 minutes when the order lives longer or for ever', async () => {
  for (const expiresAt of [nowSeconds() + 86_400, undefined, Number.MAX_SAFE_INTEGER]) {
    const earliest = nowSeconds() + 1800
    const checkout = await openCheckout(world, { expiresAt })
    expect(checkout.expiresAt).toBeGreaterThanOrEqual(earliest)
    expect(checkout.expiresAt).toBeLessThanOrEqual(nowSeconds() + 1800)
  }
})

test.each([1.5, -1, '1795209569', null, 1e17])('refuses the expiry %j', async (expiresAt) => {
  const { status } = await postCheckout(world, checkoutBody(world.shop, world.shop.order({ expiresAt })))
  expect(status).toBe(400)
})

test('refuses an order of a merchant that is not in the registry', async () => {
  const ghost = { ...world.shop, ocid: 987_654_321, sign: (value: JsonObject) => world.shop.sign(value) }
  const order = world.shop.order({ ocid: ghost.ocid })
  await refused(400, 'MERCHANT_NOT_REGISTERED', { ...checkoutBody(world.shop, order), merchantOcid: ghost.ocid })
})

test('answers 502 when the metadata of a merchant cannot be had', async () => {
  const block = world.shop.ocid + 20
  const gone = await world.network.add(block, { name: 'Gone' })
  gone.behave.set('metadata.json', () => ({ status: 500, body: 'oops' }))
  const { details } = await refused(502, 'METADATA_UNAVAILABLE', checkoutBody(gone, gone.order()))
  expect(details).toMatchObject({ ocid: gone.ocid, reason: expect.stringMatching(/500/) })
})

test('answers 502 to a caller whose metadata carries a wrong signature', async () => {
  const liar = await world.network.add(world.shop.ocid + 21)
  liar.behave.set('metadata.json', () => ({ status: 200, body: { ...liar.metadata(), signature: world.mg.sign({}) } }))
  const answer = () => call(world.url, liar, { path: '/opencharge/capabilities' })
  const { details } = await expectRefusal(world, 502, 'METADATA_UNAVAILABLE', answer)
  expect(details?.reason).toMatch(/signature/)
})

test.each<[string, unknown]>([
  ['a path', '../../etc/passwd\n'],
  ['129 characters', 'x'.repeat(129)],
  ['nothing', ''],
  ['a NUL', 'a\u0000b'],
  ['a bidi override', 'a\u202eb'],
  ['a number', 7],
])('refuses an order id that is %s', async (_, id) => {
  const { status } = await postCheckout(world, checkoutBody(world.shop, world.shop.order({ id })))
  expect(status).toBe(400)
})

test.each<[string, Record<string, unknown>]>([
  ['is no list', { accepts: world }],
  ['names an OCID as text', { accepts: ['300'] }],
  ['names a negative OCID', { accepts: [-1] }],
  ['names more than a hundred', { accepts: Array.from({ length: 101 }, (_, index) => index) }],
])('refuses an "accepts" that %s', async (_, change) => {
  const accepts = change.accepts === world ? 300 : change.accepts
  const { status } = await postCheckout(world, checkoutBody(world.shop, world.shop.order({ accepts })))
  expect(status).toBe(400)
})
