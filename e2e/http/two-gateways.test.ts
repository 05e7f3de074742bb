import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectOnceOrNotAtAll } from './testing/books'
import { openCheckout } from './testing/checkout'
import { freePort, type GatewayProcess, startGateway } from './testing/gateway-process'
import { useOwnWorld } from './testing/own-world'
import { paidLocation, pay, personWith } from './testing/person'
import { call, freshNonce, nowSeconds } from './testing/signed-call'
import { Visitor } from './testing/visitor'

const world = useOwnWorld()
let second: GatewayProcess

beforeAll(async () => {
  second = await startGateway({ ...world.settings, PORT: String(await freePort()) })
})
afterAll(async () => {
  await second.kill()
})

test('two gateways on one data folder are one gateway: same key, same people, same nonces', async () => {
  const metadata = await Promise.all(
    [world.url, second.url].map(async (url) => (await fetch(`${url}/opencharge/metadata.json`)).json()),
  )
  expect(metadata[0].config.publicKey).toBe(metadata[1].config.publicKey)
  const ada = await personWith(world.url, '20.00')
  const elsewhere = new Visitor(second.url)
  for (const [name, value] of ada.cookies) elsewhere.cookies.set(name, value)
  expect((await elsewhere.get('/wallet')).text).toContain('$20.00')
  const replayed = { path: '/opencharge/capabilities', nonce: freshNonce(), timestamp: nowSeconds() }
  expect((await call(world.url, world.mg, replayed)).status).toBe(200)
  expect((await call(second.url, world.mg, replayed)).status).toBe(401)
})

test('one checkout paid at both at once is paid once', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const elsewhere = new Visitor(second.url)
  for (const [name, value] of ada.cookies) elsewhere.cookies.set(name, value)
  const visitors = [ada, elsewhere]
  const seen = await Promise.all(visitors.map((visitor) => visitor.get(checkout.page)))
  const presses = seen.map((page, index) => visitors[index]?.submit(page, 'walletId'))
  const answers = await Promise.all(presses)
  for (const answer of answers) expect(answer?.location).toBe(paidLocation(checkout))
  await expectOnceOrNotAtAll(world)
})

test('when one stops, the other keeps its database and goes on', async () => {
  expect(await world.gateway.stop()).toEqual({ code: 0, signal: null })
  const checkout = await openCheckout({ ...world, url: second.url })
  const ada = await personWith(second.url, '20.00')
  expect((await pay(ada, checkout)).location).toBe(paidLocation(checkout))
  await expectOnceOrNotAtAll(world)
})

test('when one is killed, the next start finds the database as it is', async () => {
  await second.kill()
  world.gateway = await startGateway(world.settings)
  const checkout = await openCheckout(world)
  expect((await pay(await personWith(world.url, '20.00'), checkout)).location).toBe(paidLocation(checkout))
  await expectOnceOrNotAtAll(world)
})

test('when the last one stops, the database stops with it', async () => {
  expect(await world.gateway.stop()).toEqual({ code: 0, signal: null })
  await expect(world.db.rows('SELECT 1')).rejects.toThrow()
})
