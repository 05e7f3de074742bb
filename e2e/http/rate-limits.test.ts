import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freePort, type GatewayProcess, type Settings, startGateway } from './testing/gateway-process'
import { newEmail } from './testing/person'
import { expectSigned } from './testing/refusal'
import { call } from './testing/signed-call'
import { Visitor } from './testing/visitor'
import { exchange, type Header, type WireAnswer } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()
const PATH = '/opencharge/capabilities'
let gateway: GatewayProcess

function runs(settings: Settings): void {
  beforeAll(async () => {
    const { databaseUrl, dataDir, registryFile } = inject('gateway')
    const ours: Settings = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, REGISTRY: `file:${registryFile}` }
    gateway = await startGateway({ ...ours, WORKER: 'none', PORT: String(await freePort()), ...settings })
  })
  afterAll(() => gateway.stop())
}

function isLimited(answer: WireAnswer): boolean {
  if (answer.status !== 429) return false
  const { error } = JSON.parse(answer.text)
  expect(error).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: expect.any(Number) } })
  const wait = Number(answer.headers['retry-after'])
  expect(wait).toBeGreaterThanOrEqual(1)
  expect(wait).toBeLessThanOrEqual(60)
  return true
}

async function limitedOf(count: number, ask: (index: number) => Promise<WireAnswer>): Promise<number> {
  let limited = 0
  for (let index = 0; index < count; index++) limited += isLimited(await ask(index)) ? 1 : 0
  return limited
}

describe('a limit per identity', () => {
  runs({ RATE_LIMIT_OCID_PER_MINUTE: '10', RATE_LIMIT_ADDRESS_PER_MINUTE: '100000' })

  test('holds back one that sends more, signed and with the time to wait, and nobody else', async () => {
    expect(await limitedOf(15, () => call(gateway.url, world.mg, { path: PATH }))).toBe(5)
    expect((await call(gateway.url, world.shop, { path: PATH })).status).toBe(200)
  })

  test('cannot be used up by those who only claim to be somebody', async () => {
    const impostor = { ocid: world.stranger.ocid, signer: world.mg.signer }
    for (let index = 0; index < 20; index++) await call(gateway.url, impostor, { path: PATH })
    expect((await call(gateway.url, world.stranger, { path: PATH })).status).toBe(200)
  })

  test('a request that was held back has used its nonce, or none: a replay is refused either way', async () => {
    const nonce = `limited-${Date.now()}`
    await limitedOf(12, () => call(gateway.url, world.otherShop, { path: PATH }))
    const replayed = { path: PATH, nonce, timestamp: Math.floor(Date.now() / 1000) }
    expect((await call(gateway.url, world.otherShop, replayed)).status).toBe(429)
    expect([401, 429]).toContain((await call(gateway.url, world.otherShop, replayed)).status)
  })
})

describe('a limit of look-ups for nobody', () => {
  runs({ RATE_LIMIT_OCID_PER_MINUTE: '100000', RATE_LIMIT_ADDRESS_PER_MINUTE: '100000' })

  test('holds back whoever makes numbers up, and nobody whom we know', async () => {
    const nobody = (ocid: number) => call(gateway.url, { ocid, signer: world.mg.signer }, { path: PATH })
    expect((await call(gateway.url, world.mg, { path: PATH })).status).toBe(200)
    expect(await limitedOf(605, (index) => nobody(1_000_000 + index))).toBe(5)
    // What is known to be nobody costs nothing to say.
    expect((await nobody(1_000_000)).status).toBe(401)
    expect((await call(gateway.url, world.mg, { path: PATH })).status).toBe(200)
  })
})

describe('a limit per network address', () => {
  runs({ RATE_LIMIT_ADDRESS_PER_MINUTE: '30', RATE_LIMIT_OCID_PER_MINUTE: '100000' })

  test('counts requests that prove nothing, and no X-Forwarded-For of theirs makes them others', async () => {
    const from = (index: number): Header[] => [
      ['x-forwarded-for', `10.0.0.${index}`],
      ['x-real-ip', `10.0.0.${index}`],
      ['forwarded', `for=10.0.0.${index}`],
    ]
    const ask = (index: number) => exchange(gateway.url, { path: PATH, headers: from(index) })
    // Starting the gateway and looking whether it is there have taken some of them.
    expect(await limitedOf(60, ask)).toBeGreaterThanOrEqual(30)
    const limited = await call(gateway.url, world.mg, { path: PATH })
    expect(isLimited(limited)).toBe(true)
    expectSigned(world.key, limited)
  })
})

describe('a limit per network address, of the merchant API', () => {
  runs({ RATE_LIMIT_ADDRESS_PER_MINUTE: '30' })

  test('counts who reads its description as well', async () => {
    const statuses: number[] = []
    for (let index = 0; index < 40; index++) {
      statuses.push((await exchange(gateway.url, { path: '/api/v1/openapi.json' })).status)
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10)
  })
})

describe('behind one proxy', () => {
  runs({ RATE_LIMIT_ADDRESS_PER_MINUTE: '10', TRUSTED_PROXY_HOPS: '1', RATE_LIMIT_OCID_PER_MINUTE: '100000' })

  const via = (...seen: string[]) =>
    exchange(gateway.url, { path: PATH, headers: [['x-forwarded-for', seen.join(', ')]] })

  test('counts the address that the proxy saw, not what its client claims further left', async () => {
    expect(await limitedOf(15, (index) => via(`10.0.0.${index}`, '192.0.2.1'))).toBe(5)
    expect(isLimited(await via('192.0.2.2'))).toBe(false)
    expect(isLimited(await via('192.0.2.2', '192.0.2.1'))).toBe(true)
  })
})

describe('a limit on sign-ins', () => {
  runs({ RATE_LIMIT_SIGN_IN_PER_HOUR: '3' })

  test('holds back an address that asks for codes for many people', async () => {
    const visitor = new Visitor(gateway.url)
    const places: string[] = []
    for (let index = 0; index < 5; index++) {
      const start = await visitor.get('/sign-in')
      places.push(String((await visitor.submit(start, 'email', { email: newEmail() })).location))
    }
    expect(
      places.filter((place) => place.includes('problem=TOO_MANY_REQUESTS')),
      places.join('\n'),
    ).toHaveLength(2)
  })
})
