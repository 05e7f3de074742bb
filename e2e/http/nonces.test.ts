import { expect, inject, test } from 'vitest'
import { checkoutBody, postCheckout } from './testing/checkout'
import { freePort, startGateway, unhurried } from './testing/gateway-process'
import { expectError, expectRefusal, expectSuccess } from './testing/refusal'
import { call, freshNonce, nowSeconds, type SignedRequest } from './testing/signed-call'
import { useWorld } from './testing/world'

const world = useWorld()
const PATH = '/opencharge/capabilities'

test('refuses a request that is sent a second time, byte for byte', async () => {
  const replayed: SignedRequest = { path: PATH, nonce: freshNonce(), timestamp: nowSeconds() }
  expectSuccess(world.key, await call(world.url, world.mg, replayed))
  for (let again = 0; again < 3; again++) {
    expectError(world.key, await call(world.url, world.mg, replayed), 401, 'NONCE_REUSED')
  }
})

test('refuses a nonce that was used for another request at another time', async () => {
  const nonce = freshNonce()
  expectSuccess(world.key, await call(world.url, world.mg, { path: PATH, nonce }))
  await expectRefusal(world, 401, 'NONCE_REUSED', () => {
    const body = checkoutBody(world.shop, world.shop.order())
    return postCheckout(world, body, { nonce, timestamp: nowSeconds() - 100 })
  })
})

test('keeps the nonces of different identities apart', async () => {
  const nonce = freshNonce()
  expectSuccess(world.key, await call(world.url, world.mg, { path: PATH, nonce }))
  expectSuccess(world.key, await call(world.url, world.shop, { path: PATH, nonce }))
})

test('lets exactly one of fifty requests with one nonce pass, and opens one checkout', async () => {
  const before = await world.db.written()
  const [nonce, timestamp] = [freshNonce(), nowSeconds()]
  const orders = Array.from({ length: 50 }, () => world.shop.order())
  const answers = await Promise.all(
    orders.map((order) => postCheckout(world, checkoutBody(world.shop, order), { nonce, timestamp })),
  )
  const passed = answers.filter(({ status }) => status === 200)
  expect(passed).toHaveLength(1)
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    expectError(world.key, answer, 401, 'NONCE_REUSED')
  }
  const after = await world.db.written()
  expect(after).toEqual({
    ...before,
    payments: Number(before.payments) + 1,
    checkout_sessions: Number(before.checkout_sessions) + 1,
  })
})

test('lets exactly one of fifty identical reads pass', async () => {
  const replayed: SignedRequest = { path: PATH, nonce: freshNonce(), timestamp: nowSeconds() }
  const answers = await Promise.all(Array.from({ length: 50 }, () => call(world.url, world.mg, replayed)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('does not let an invalid signature use up a nonce', async () => {
  const nonce = freshNonce()
  const forged = { ocid: world.mg.ocid, signer: world.stranger.signer }
  expectError(world.key, await call(world.url, forged, { path: PATH, nonce }), 401, 'INVALID_SIGNATURE')
  expectSuccess(world.key, await call(world.url, world.mg, { path: PATH, nonce }))
})

test('does not let a request outside the time window use up a nonce', async () => {
  const nonce = freshNonce()
  const stale = await call(world.url, world.mg, { path: PATH, nonce, timestamp: nowSeconds() - 400 })
  expectError(world.key, stale, 401, 'TIMESTAMP_EXPIRED')
  expectSuccess(world.key, await call(world.url, world.mg, { path: PATH, nonce }))
})

test('a request that was refused for its content has used its nonce', async () => {
  const nonce = freshNonce()
  const send = () => postCheckout(world, '{"order":1}', { nonce })
  await expectRefusal(world, 400, 'INVALID_REQUEST', send)
  await expectRefusal(world, 401, 'NONCE_REUSED', send)
})

test('refuses a nonce from before a restart', async () => {
  const { databaseUrl, dataDir, registryFile } = inject('gateway')
  const ours = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, REGISTRY: `file:${registryFile}`, ...unhurried }
  const settings = { ...ours, PORT: String(await freePort()), WORKER: 'none' }
  const replayed: SignedRequest = { path: PATH, nonce: freshNonce(), timestamp: nowSeconds() }
  const first = await startGateway(settings)
  expect(await call(first.url, world.mg, replayed)).toHaveProperty('status', 200)
  await first.kill()
  const second = await startGateway(settings)
  const answer = await call(second.url, world.mg, replayed)
  await second.stop()
  expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'NONCE_REUSED' } })
  expect(answer.status).toBe(401)
})
