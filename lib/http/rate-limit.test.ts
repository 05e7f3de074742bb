import { beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => {
  vi.resetModules()
  vi.unstubAllEnvs()
  Reflect.deleteProperty(globalThis, 'openchargeLimits')
  vi.stubEnv('GATEWAY_MODE', 'development')
  vi.stubEnv('RATE_LIMIT_ADDRESS_PER_MINUTE', '6')
  vi.stubEnv('RATE_LIMIT_OCID_PER_MINUTE', '3')
  vi.stubEnv('RATE_LIMIT_SIGN_IN_PER_HOUR', '2')
})

type Kind = 'address' | 'ocid' | 'sign_in'

async function allowedOf(kind: Kind, attempts: number, key = 'somebody'): Promise<number> {
  const { takeRateLimit } = await import('./rate-limit')
  const waits = await Promise.all(Array.from({ length: attempts }, () => takeRateLimit(kind, key)))
  return waits.filter((wait) => wait === undefined).length
}

test.each([
  ['address', 6],
  ['ocid', 3],
  ['sign_in', 2],
] as const)('by %s as many pass as the operator allows, also when all come at once', async (kind, most) => {
  expect(await allowedOf(kind, 20)).toBe(most)
})

test('one key does not use up what another may, nor one kind what another kind may', async () => {
  expect(await allowedOf('ocid', 5, '100')).toBe(3)
  expect(await allowedOf('ocid', 5, '101')).toBe(3)
  expect(await allowedOf('address', 5, '100')).toBe(5)
})

test('who is refused is told how many whole seconds to wait, and may come again then', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  try {
    const { takeRateLimit } = await import('./rate-limit')
    await allowedOf('ocid', 3)
    const wait = await takeRateLimit('ocid', 'somebody')
    expect(wait).toBeGreaterThanOrEqual(1)
    expect(wait).toBeLessThanOrEqual(60)
    expect(Number.isInteger(wait)).toBe(true)
    await vi.advanceTimersByTimeAsync(Number(wait) * 1000)
    expect(await takeRateLimit('ocid', 'somebody')).toBeUndefined()
  } finally {
    vi.useRealTimers()
  }
})

test('several processes share what is allowed, and each has at least one', async () => {
  vi.stubEnv('WEB_CONCURRENCY', '4')
  expect(await allowedOf('address', 20)).toBe(2)
  expect(await allowedOf('sign_in', 20)).toBe(1)
})
