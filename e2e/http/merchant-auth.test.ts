import { beforeAll, describe, expect, inject, test } from 'vitest'
import { newApiCredential } from '@/lib/applications/api-credential'
import { freePort, startGateway, unhurried } from './testing/gateway-process'
import { addShop, ask, type Shop } from './testing/merchant-api'
import { useWorld } from './testing/world'

// Ten thousand with GATEWAY_GUESSES=10000, which takes a minute.
const GUESSES = Number(process.env.GATEWAY_GUESSES || 500)
const GUESSES_AT_ONCE = 100

const world = useWorld()
let shop: Shop
let other: Shop

beforeAll(async () => {
  shop = await addShop(world.databaseUrl, { name: 'Rooftop Books' })
  other = await addShop(world.databaseUrl)
})

const me = (credential?: { key: string; secret: string }) => ask(world.url, '/app/me', credential && { credential })

test('a credential decides the application and the mode', async () => {
  const { id, name } = shop.application
  expect((await me(shop.test)).data).toEqual({ id, name, mode: 'TEST' })
  expect((await me(shop.live)).data).toEqual({ id, name, mode: 'LIVE' })
})

test('every answer has the envelope, and none is kept by a cache', async () => {
  const reply = await me(shop.test)
  expect(JSON.parse(reply.text)).toEqual({
    data: expect.any(Object),
    meta: { success: true, message: 'OK', errorCode: null, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
    pagination: null,
  })
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.headers['x-request-id']).toEqual(expect.any(String))
})

describe('refuses with UNAUTHORIZED, and says the same of all of them,', () => {
  const wrong = () => newApiCredential('TEST')
  const cases: readonly (readonly [string, () => { key: string; secret: string } | undefined])[] = [
    ['no credential', () => undefined],
    ['an empty one', () => ({ key: '', secret: '' })],
    ['an unknown key', wrong],
    ['a known key with another secret', () => ({ key: shop.test.key, secret: wrong().secret })],
    ['a known key with the secret of the other mode', () => ({ key: shop.test.key, secret: shop.live.secret })],
    ['a known key with the secret of another application', () => ({ key: shop.live.key, secret: other.live.secret })],
    ['key and secret the wrong way round', () => ({ key: shop.test.secret, secret: shop.test.key })],
    ['a key in capitals', () => ({ key: shop.test.key.toUpperCase(), secret: shop.test.secret })],
    ['a secret that is cut short', () => ({ key: shop.test.key, secret: shop.test.secret.slice(0, -1) })],
    ['a secret of 8,000 characters', () => ({ key: shop.test.key, secret: `ois_${'a'.repeat(8000)}` })],
  ]
  test.each(cases)('%s', async (_, credential) => {
    const reply = await me(credential())
    expect(reply).toMatchObject({ status: 401, errorCode: 'UNAUTHORIZED', data: null })
    expect(reply.text).not.toContain(shop.application.id)
  })

  test('a revoked credential from the next request on, and one whose time is over', async () => {
    const gone = await addShop(world.databaseUrl)
    expect((await me(gone.test)).status).toBe(200)
    await world.db.rows('UPDATE app_credentials SET revoked_at = now() WHERE id = $1', [gone.test.id])
    expect((await me(gone.test)).status).toBe(401)
    expect((await me(gone.live)).status).toBe(200)
    await world.db.rows("UPDATE app_credentials SET expires_at = now() - interval '1 second' WHERE id = $1", [
      gone.live.id,
    ])
    expect((await me(gone.live)).status).toBe(401)
  })
})

test('the database has no secret and no key in it, only what they can be checked against', async () => {
  const [row] = await world.db.rows<{ text: string }>(
    `SELECT json_agg(c)::text || (SELECT json_agg(a)::text FROM applications a) AS text FROM app_credentials c`,
  )
  for (const { key, secret } of [shop.test, shop.live]) {
    expect(row?.text).not.toContain(key)
    expect(row?.text).not.toContain(secret)
  }
})

test('who guesses secrets is held back, and a right one from elsewhere is answered meanwhile', async () => {
  const { databaseUrl, dataDir, registryFile } = inject('gateway')
  const gateway = await startGateway({
    ...unhurried,
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    REGISTRY: `file:${registryFile}`,
    WORKER: 'none',
    TRUSTED_PROXY_HOPS: '1',
    PORT: String(await freePort()),
  })
  try {
    const from = (address: string, credential: { key: string; secret: string }) =>
      ask(gateway.url, '/app/me', { credential, headers: [['x-forwarded-for', address]] })
    const guess = () => from('203.0.113.9', { key: shop.test.key, secret: newApiCredential('TEST').secret })
    const startedAtMs = performance.now()
    const replies = []
    while (replies.length < GUESSES) {
      const batch = Array.from({ length: GUESSES_AT_ONCE }, guess)
      expect((await from('203.0.113.10', shop.test)).status).toBe(200)
      replies.push(...(await Promise.all(batch)))
    }
    const minutesBegun = Math.ceil((performance.now() - startedAtMs) / 60_000)
    const limited = replies.filter(({ status }) => status === 429)
    const heard = replies.filter(({ status }) => status === 401)
    const neither = replies.filter(({ status }) => status !== 429 && status !== 401)
    expect(neither.map(({ status, text }) => `${status} ${text}`)).toEqual([])
    expect(heard.length).toBeGreaterThanOrEqual(30)
    expect(heard.length).toBeLessThanOrEqual(30 * minutesBegun)
    expect(Number(limited[0]?.headers['retry-after'])).toBeGreaterThan(0)
    expect(limited[0]).toMatchObject({ errorCode: 'RATE_LIMITED', data: { retryAfterSeconds: expect.any(Number) } })
    expect((await from('203.0.113.10', shop.test)).status).toBe(200)
    // Whoever shares the address with the one who guesses has another key.
    expect((await from('203.0.113.9', other.live)).status).toBe(200)
  } finally {
    await gateway.stop()
  }
})

test('a burst with a right secret that was not seen yet is answered in full', async () => {
  const fresh = await addShop(world.databaseUrl)
  const replies = await Promise.all(Array.from({ length: 60 }, () => me(fresh.test)))
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 200))
})

test.each([
  ['GET', '/'],
  ['GET', '/nothing'],
  ['DELETE', '/payments'],
  ['POST', '/app/me'],
  ['GET', '/payments/a/b'],
  ['GET', '/payments/%00'],
  ['GET', '/checkout/%zz'],
])('%s %s is answered in the envelope as nothing that is here', async (method, path) => {
  const reply = await ask(world.url, path, { method: method as 'GET', credential: shop.test })
  expect(reply).toMatchObject({ status: 404, errorCode: 'RESOURCE_NOT_FOUND' })
})
