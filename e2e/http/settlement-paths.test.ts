import { expect, test } from 'vitest'
import { checkoutBody, postCheckout } from './testing/checkout'
import { expectError, expectRefusal, expectSuccess } from './testing/refusal'
import { call } from './testing/signed-call'
import { waitUntil } from './testing/wait-until'
import { OUR_OCID, useWorld } from './testing/world'

const world = useWorld()
const RESERVE = 777_777

/** Posts an order that accepts these OCIDs and gives every provider that was tried. */
async function tried(accepts: number[] | undefined, sender = world.mg): Promise<unknown> {
  const order = world.shop.order({ accepts })
  const { details } = await expectRefusal(world, 400, 'SETTLEMENT_NOT_SUPPORTED', () =>
    postCheckout(world, checkoutBody(world.shop, order), { sender }),
  )
  return details?.tried
}

test('settles with the gateway when the order accepts it, or names nobody', async () => {
  for (const accepts of [undefined, [world.mg.ocid], [RESERVE, world.mg.ocid]]) {
    const order = world.shop.order({ accepts })
    expectSuccess(world.key, await postCheckout(world, checkoutBody(world.shop, order)))
  }
})

test('settles directly when the order accepts us, whatever gateway sends it', async () => {
  const order = world.shop.order({ accepts: [OUR_OCID] })
  expectSuccess(world.key, await postCheckout(world, checkoutBody(world.shop, order), { sender: world.stranger }))
})

test('names each provider of the order with the reason against it', async () => {
  expect(await tried([RESERVE, world.stranger.ocid])).toEqual([
    { ocid: OUR_OCID, strategy: 'direct', reason: 'NOT_ACCEPTED_BY_ORDER' },
    { ocid: world.mg.ocid, strategy: 'gateway_account', reason: 'NOT_ACCEPTED_BY_ORDER' },
    { ocid: RESERVE, strategy: 'partner_reserve', reason: 'METADATA_UNAVAILABLE' },
    { ocid: world.stranger.ocid, strategy: 'partner_reserve', reason: 'WE_HOLD_NO_RESERVE_THERE' },
  ])
})

test('refuses an order that accepts nobody at all', async () => {
  expect(await tried([])).toEqual([
    { ocid: OUR_OCID, strategy: 'direct', reason: 'NOT_ACCEPTED_BY_ORDER' },
    { ocid: world.mg.ocid, strategy: 'gateway_account', reason: 'NOT_ACCEPTED_BY_ORDER' },
  ])
})

test('refuses a gateway that keeps no account with us', async () => {
  const { ocid } = world.stranger
  expect(await tried([ocid], world.stranger)).toContainEqual({
    ocid,
    strategy: 'gateway_account',
    reason: 'HAS_NO_ACCOUNT_WITH_US',
  })
})

test('refuses a gateway with an account that does not take our proofs', async () => {
  const ocid = world.mg.ocid + 1
  const deaf = await world.network.add(ocid, { accepts: [1, 2, 3] })
  await world.db.rows('INSERT INTO partners (ocid, gateway_account) VALUES ($1, true)', [ocid])
  expect(await tried([ocid], deaf)).toContainEqual({ ocid, strategy: 'gateway_account', reason: 'DOES_NOT_ACCEPT_US' })
})

test('narrows the currencies of a partner to those that were agreed', async () => {
  const narrow = await world.network.add(world.mg.ocid + 2, { accepts: [OUR_OCID] })
  const insert = "INSERT INTO partners (ocid, gateway_account, currencies) VALUES ($1, true, '{EUR,XXX}')"
  await world.db.rows(insert, [narrow.ocid])
  const order = world.shop.order()
  const { details } = await expectRefusal(world, 400, 'SETTLEMENT_NOT_SUPPORTED', () =>
    postCheckout(world, checkoutBody(world.shop, order), { sender: narrow }),
  )
  expect(details).toMatchObject({ currency: 'USD' })
  const inEuro = checkoutBody(world.shop, world.shop.order({ currency: 'EUR' }))
  expectSuccess(world.key, await postCheckout(world, inEuro, { sender: narrow }))
  const capabilities = expectSuccess(world.key, await call(world.url, narrow, { path: '/opencharge/capabilities' }))
  expect(capabilities.settlement).toEqual({ currencies: ['EUR'], accepts: [] })
})

test('refuses a blocked party everywhere, whatever it asks', async () => {
  for (const path of ['/opencharge/capabilities', '/opencharge/orders/x/status', '/opencharge/verify/tx_1']) {
    await expectRefusal(world, 403, 'CONNECTION_REFUSED', () => call(world.url, world.blocked, { path }))
  }
  const body = checkoutBody(world.shop, world.shop.order({ accepts: [OUR_OCID] }))
  await expectRefusal(world, 403, 'CONNECTION_REFUSED', () => postCheckout(world, body, { sender: world.blocked }))
})

test('refuses a request in its own name, whoever brings it: another may have been sent it', async () => {
  const ours = { ocid: OUR_OCID, signer: world.mg.signer }
  await expectRefusal(world, 403, 'CONNECTION_REFUSED', () =>
    call(world.url, ours, { path: '/opencharge/capabilities' }),
  )
})

test('a block does not tell those who only claim to be the blocked party', async () => {
  const impostor = { ocid: world.blocked.ocid, signer: world.mg.signer }
  const answer = await call(world.url, impostor, { path: '/opencharge/capabilities' })
  expectError(world.key, answer, 401, 'INVALID_SIGNATURE')
})

test('a party that is blocked while it is here is refused within seconds', async () => {
  const later = await world.network.add(world.mg.ocid + 3)
  const ask = () => call(world.url, later, { path: '/opencharge/capabilities' })
  expectSuccess(world.key, await ask())
  await world.db.rows('INSERT INTO partners (ocid, blocked) VALUES ($1, true)', [later.ocid])
  await waitUntil('the block was seen', async () => (await ask()).status === 403, 5_000)
})

test('says what it can do, in which currencies, and whose proofs it takes', async () => {
  const answer = await call(world.url, world.stranger, { path: '/opencharge/capabilities' })
  expect(expectSuccess(world.key, answer)).toEqual({
    ocid: OUR_OCID,
    name: 'Opencharge Pay',
    capabilities: expect.arrayContaining(['checkout.create', 'orders.status', 'verify.txid']),
    settlement: { currencies: expect.arrayContaining(['USD', 'UGX', 'KWD']), accepts: [] },
  })
})
