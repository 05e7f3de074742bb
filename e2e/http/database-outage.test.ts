import { describe, expect, test } from 'vitest'
import { postmasterOf } from '@/lib/db/embedded/testing/postgres-holder'
import { expectOnceOrNotAtAll } from './testing/books'
import { checkoutBody, type OpenedCheckout, openCheckout, postCheckout } from './testing/checkout'
import { startGateway } from './testing/gateway-process'
import { addShop, ask } from './testing/merchant-api'
import { useOwnWorld } from './testing/own-world'
import { newEmail, paidLocation, pay, personWith } from './testing/person'
import { expectError, expectSuccess } from './testing/refusal'
import { call, freshNonce, nowSeconds } from './testing/signed-call'
import { formWith, type Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'
import { exchange, type Header } from './testing/wire'

const world = useOwnWorld()

const isBack = () =>
  waitUntil(
    'the gateway works again',
    async () => (await exchange(world.url, { path: '/sign-in/code?flow=x' })).status < 500,
  )

describe.each(['fast', 'immediate'] as const)('PostgreSQL is stopped (%s)', (mode) => {
  test('says 503 on every path while it is gone, and works again by itself when it is back', async () => {
    const ada = await personWith(world.url, '20.00')
    const checkout = await openCheckout(world)
    const seen = await ada.get(checkout.page)
    const replayed = { path: '/opencharge/capabilities', nonce: freshNonce(), timestamp: nowSeconds() }
    const order = world.shop.order()
    const { test: credential } = await addShop(world.databaseUrl)
    const wanted = { amountMinor: 500, currency: 'USD', customerReference: mode }
    const key: Header = ['idempotency-key', `outage-${mode}`]
    await world.data.stopPostgres(mode)
    try {
      const asked = [
        call(world.url, world.mg, replayed),
        call(world.url, world.shop, { path: `/opencharge/orders/${checkout.order.id}/status` }),
        call(world.url, world.mg, { path: '/opencharge/verify/tx_1' }),
        postCheckout(world, checkoutBody(world.shop, order)),
      ]
      for (const answer of await Promise.all(asked)) {
        expectError(world.key, answer, 503, 'SERVICE_UNAVAILABLE')
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      }
      const byKey = await ask(world.url, '/payments', { credential, body: wanted, headers: [key] })
      expect(byKey).toMatchObject({ status: 503, errorCode: 'SERVICE_UNAVAILABLE' })
      expect(Number(byKey.headers['retry-after'])).toBeGreaterThan(0)
      const pages = [
        ada.get(checkout.page),
        ada.get('/wallet'),
        ada.get('/sign-in/code?flow=x'),
        ada.submit(seen, 'walletId'),
      ]
      for (const page of await Promise.all(pages)) {
        expect({ path: page.path, status: page.status }).toEqual({ path: page.path, status: 503 })
        expect(page.headers).toHaveProperty('retry-after')
        expect(page.text).toMatch(/never charged twice/)
        expect(page.html).not.toMatch(/ECONN|postgres|\bat [\w.]+ \(/i)
      }
      // What needs no database goes on.
      expectSuccess(world.key, await exchange(world.url, { path: '/opencharge/metadata.json' }))
      const tampered = await call(world.url, world.mg, { path: '/opencharge/capabilities', signedPath: '/x' })
      expectError(world.key, tampered, 401, 'INVALID_SIGNATURE')
    } finally {
      await world.data.startPostgres()
    }
    await isBack()
    // The nonce was not used up by the request that got no answer.
    expectSuccess(world.key, await call(world.url, world.mg, replayed))
    expectSuccess(world.key, await postCheckout(world, checkoutBody(world.shop, order)))
    expect((await ada.submit(seen, 'walletId')).location).toBe(paidLocation(checkout))
    // What failed on our side was not kept: under the same key it is done now.
    expect(await ask(world.url, '/payments', { credential, body: wanted, headers: [key] })).toMatchObject({
      status: 201,
    })
  })

  test('what was being paid in that moment happened once or not at all', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => personWith(world.url, '100.00')))
    const before = (await world.db.written()).transfers ?? 0
    const checkouts = await Promise.all(
      people.flatMap((person) =>
        Array.from({ length: 4 }, async () => ({ person, checkout: await openCheckout(world) })),
      ),
    )
    const seen = await Promise.all(
      checkouts.map(async ({ person, checkout }) => ({ person, checkout, page: await person.get(checkout.page) })),
    )
    const paying = seen.map(({ person, checkout, page }) =>
      tryToPay(person, checkout, formWith(page, 'walletId').fields),
    )
    await waitUntil('the first of them was paid', async () => ((await world.db.written()).transfers ?? 0) > before)
    await world.data.stopPostgres(mode)
    const claims = await Promise.all(paying)
    await world.data.startPostgres()
    await isBack()
    const paid = new Set(
      (await world.db.rows<{ id: string }>("SELECT order_id AS id FROM payments WHERE status = 'SUCCEEDED'")).map(
        ({ id }) => id,
      ),
    )
    // Whoever was told that it is paid has paid; of the others, trying again finds out.
    for (const { orderId } of claims.filter(({ isPaid }) => isPaid)) expect(paid).toContain(orderId)
    await Promise.all(
      checkouts.map(async ({ person, checkout }) => expect(await payOrFindPaid(person, checkout)).toBe(true)),
    )
    // A job that was running when the database went is free again after a minute or two, or with the next start.
    await world.gateway.kill()
    world.gateway = await startGateway(world.settings)
    await expectOnceOrNotAtAll(world)
  })
})

test('a payment whose connection is cut in the middle moves nothing and says so, also while others are answered, and can be made again', async () => {
  const ada = await personWith(world.url, '20.00')
  const others = await Promise.all(Array.from({ length: 6 }, () => personWith(world.url, '1.00')))
  const checkout = await openCheckout(world)
  const seen = await ada.get(checkout.page)
  const lock = await world.db.session()
  let isCut = false
  try {
    await lock.query('BEGIN')
    await lock.query('LOCK TABLE proofs IN SHARE MODE')
    const paying = ada.submit(seen, 'walletId')
    const answered = others.map(async (other) => {
      while (!isCut) expect((await other.get('/wallet')).status).toBe(200)
    })
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`
    await waitUntil('the payment was cut off', async () => (await world.db.rows(cut)).length > 0)
    expect((await paying).status).toBe(503)
    isCut = true
    await Promise.all(answered)
  } finally {
    isCut = true
    await lock.query('ROLLBACK')
    lock.release()
  }
  expect((await ada.get('/wallet')).text).toContain('$20.00')
  expect((await ada.submit(seen, 'walletId')).location).toBe(paidLocation(checkout))
})

test('its own PostgreSQL that is killed is started again by the gateway, and paying goes on by itself', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const seen = await ada.get(checkout.page)
  const killed = await postmasterOf(world.data.path)
  process.kill(killed, 'SIGKILL')
  // While one is on its way out and another on its way in there is no note.
  const isAnother = async () => (await postmasterOf(world.data.path).catch(() => killed)) !== killed
  await waitUntil('another server runs', isAnother)
  await waitUntil('it is paid', async () => (await ada.submit(seen, 'walletId')).location === paidLocation(checkout))
})

async function tryToPay(person: Visitor, checkout: OpenedCheckout, fields: Record<string, string> | object) {
  const answer = await person.post(checkout.page, fields as Record<string, string>)
  expect([303, 503]).toContain(answer.status)
  return { orderId: checkout.order.id, isPaid: answer.location === paidLocation(checkout) }
}

async function payOrFindPaid(person: Visitor, checkout: OpenedCheckout): Promise<boolean> {
  const page = await person.get(checkout.page)
  if (page.text.includes('went from your wallet')) return true
  return (await pay(person, checkout)).location === paidLocation(checkout)
}

test('somebody new can sign in and pay after all of this', async () => {
  const checkout = await openCheckout(world)
  expect((await pay(await personWith(world.url, '20.00', newEmail()), checkout)).location).toBe(paidLocation(checkout))
  await expectOnceOrNotAtAll(world)
})

test('what fails in a page for another reason is in the log under the number that the page shows', async () => {
  const ada = await personWith(world.url, '20.00')
  await world.db.rows('ALTER TABLE money_requests RENAME COLUMN memo TO away')
  const page = await ada
    .get('/wallet/request')
    .finally(() => world.db.rows('ALTER TABLE money_requests RENAME COLUMN away TO memo'))
  const requestId = String(page.headers['x-request-id'])
  expect({ status: page.status, isShown: page.text.includes(requestId) }).toEqual({ status: 500, isShown: true })
  const told = () =>
    world.gateway
      .output()
      .split('\n')
      .find((line) => line.startsWith('{') && line.endsWith('}') && line.includes(requestId))
  await waitUntil('it is in the log', async () => told() !== undefined)
  expect(JSON.parse(told() ?? '{}')).toMatchObject({
    level: 50,
    route: '/wallet/request',
    err: { message: expect.stringContaining('memo') },
  })
})

test('what fails in the merchant API for another reason tells nothing but an id, and keeps nothing', async () => {
  const { test: credential } = await addShop(world.databaseUrl)
  const asked = {
    credential,
    body: { amountMinor: 500, currency: 'USD', customerReference: 'broken' },
    headers: [['idempotency-key', 'broken']] as const,
  }
  await world.db.rows('ALTER TABLE app_payments RENAME COLUMN product_name TO away')
  const broken = await ask(world.url, '/payments', asked)
  await world.db.rows('ALTER TABLE app_payments RENAME COLUMN away TO product_name')
  expect(broken).toMatchObject({ status: 500, errorCode: 'INTERNAL_ERROR' })
  expect(Object.keys(broken.data ?? {})).toEqual(['id'])
  expect(await ask(world.url, '/payments', asked)).toMatchObject({ status: 201 })
})
