import { describe, expect, test } from 'vitest'
import { openCheckout } from './testing/checkout'
import { expectError, expectSuccess } from './testing/refusal'
import { call } from './testing/signed-call'
import { exchange } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()

const paths: [path: string, method: string][] = [
  ['/opencharge/metadata.json', 'GET'],
  ['/opencharge/capabilities', 'GET'],
  ['/opencharge/openapi.json', 'GET'],
  ['/opencharge/checkout/create', 'POST'],
  ['/opencharge/transfer/create', 'POST'],
  ['/opencharge/transfer/webhook', 'POST'],
  ['/opencharge/payment/create', 'POST'],
  ['/opencharge/payment/settle', 'POST'],
  ['/opencharge/orders/pay_1/status', 'GET'],
  ['/opencharge/verify/tx_1', 'GET'],
]
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND']

describe.each(paths)('%s', (path, allowed) => {
  test.each(methods.filter((method) => method !== allowed))(
    'answers 405 to %s and says what it takes',
    async (method) => {
      const answer = await exchange(world.url, { method, path })
      expect(answer.headers.allow).toBe(allowed)
      expect(answer.status).toBe(405)
      if (method !== 'HEAD') expectError(world.key, answer, 405, 'METHOD_NOT_ALLOWED')
    },
  )
})

test.each([
  '/opencharge',
  '/opencharge/',
  '/opencharge/nothing',
  '/opencharge/capabilities/',
  '/opencharge//capabilities',
  '/opencharge/Capabilities',
  '/opencharge/capabilities/more',
  '/opencharge/checkout',
  '/opencharge/checkout/create/',
  '/opencharge/orders',
  '/opencharge/orders//status',
  '/opencharge/orders/a/b/status',
  '/opencharge/verify/',
  '/opencharge/verify/a/b',
  '/opencharge/%63apabilities',
  '/opencharge/checkout%2fcreate',
  '/opencharge/./capabilities',
  '/opencharge/../opencharge/capabilities',
  '/opencharge/..%2fopencharge/capabilities',
  '/opencharge/transfer',
  '/opencharge/transfer/create/',
  '/opencharge/payment',
  '/opencharge/_next/data',
  '/opencharge/%zz',
  '/opencharge/metadata.json%00',
  '/opencharge?x=1',
  '/api',
  '/api/',
  '/api/v0',
  '/api/payments',
  '/api/%zz',
  '/x/../opencharge/capabilities',
  '/x/%2e%2e/opencharge/capabilities',
  '/pay\\..\\opencharge\\capabilities',
  '/api/auth/../v1/payments',
])('%s is nowhere: 404, signed, in JSON', async (path) => {
  for (const method of ['GET', 'POST']) {
    expectError(world.key, await exchange(world.url, { method, path }), 404, 'NOT_FOUND')
  }
})

test.each([
  '//opencharge/capabilities',
  '/%6fpencharge/capabilities',
  '/OPENCHARGE/capabilities',
  '/opencharge%2fcapabilities',
])('another spelling of our base, %s, reaches no handler', async (path) => {
  const answer = await call(world.url, world.mg, { path })
  expect(answer.status).toBeGreaterThanOrEqual(300)
  expect(answer.text).not.toContain('"capabilities"')
})

test.each(['//evil.example', '//evil.example/%2f..', '/\\evil.example', '///evil.example/wallet', '/%09/evil.example'])(
  '%s sends nobody to another site',
  async (path) => {
    const { headers } = await exchange(world.url, { path })
    const to = new URL(headers.location ?? '/', world.url)
    expect(to.origin).toBe(world.url)
  },
)

test('an absolute request target is read as its path', async () => {
  const path = `${world.url}/opencharge/capabilities`
  const answer = await call(world.url, world.mg, { path, signedPath: '/opencharge/capabilities' })
  expectSuccess(world.key, answer)
})

test('internal headers that a client sends are ignored', async () => {
  const path = '/opencharge/capabilities'
  const moreHeaders = [
    ['x-gateway-target', '/opencharge/checkout/create'],
    ['x-gateway-address', '10.9.8.7'],
    ['x-gateway-request-id', 'chosen-by-the-client'],
    ['x-request-id', 'chosen-by-the-client'],
  ] as const
  const answer = await call(world.url, world.mg, { path, moreHeaders })
  expectSuccess(world.key, answer)
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  const forged = await call(world.url, world.mg, { path, signedPath: '/opencharge/checkout/create', moreHeaders })
  expectError(world.key, forged, 401, 'INVALID_SIGNATURE')
})

test.each([
  'x-middleware-subrequest',
  'x-middleware-rewrite',
  'x-middleware-next',
  'x-nextjs-data',
  'x-invoke-path',
  'x-invoke-output',
  'x-matched-path',
  'x-original-url',
  'x-rewrite-url',
  'x-http-method-override',
])('%s of a client changes nothing', async (name) => {
  const { page } = await openCheckout(world)
  const answer = await call(world.url, world.mg, {
    path: '/opencharge/capabilities',
    moreHeaders: [[name, '/opencharge/metadata.json']],
  })
  expect(expectSuccess(world.key, answer)).toHaveProperty('capabilities')
  const seen = await exchange(world.url, { path: page, headers: [[name, '/wallet']] })
  expect(seen.status).toBe(200)
  expect(seen.text).toContain('Corner Shop')
})

test('serves a description of the API as OpenAPI 3.1', async () => {
  const answer = await exchange(world.url, { path: '/opencharge/openapi.json' })
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.text)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), paths: expect.anything() })
})

test.each([
  '/nothing',
  '/pay',
  '/pay/sess_nothing-is-here',
  '/opencharged',
  '/apis',
  '/wallet/nothing',
  '/%zz',
  '/pay/%zz',
  '/pay/%00',
  '/pay/%e0%a4%a',
  '/pay/..%2f..%2fetc%2fpasswd',
  '/dev/mail/99999999999999999999',
  '/dev/gallery/nothing',
])('%s is a page that is not there: 404', async (path) => {
  const answer = await exchange(world.url, { path })
  expect(answer.status).toBe(404)
  expect(answer.text).not.toMatch(/node_modules|\bat \w+ \(/)
})

test.each([
  '/sign-in/code?flow=%00',
  '/sign-in/confirm?flow=%00&code=1',
  '/dev/mail?to=%00',
  '/sign-in?next=%00',
  '/wallet/top-up?amount=%00',
])('a NUL in the query of %s breaks nothing', async (path) => {
  expect((await exchange(world.url, { path })).status).toBeLessThan(500)
})

test('a request for the server itself breaks nothing', async () => {
  expect((await exchange(world.url, { method: 'OPTIONS', path: '*' })).status).toBeLessThan(500)
})

test.each(['x', '-1', '999999', '%2e%2e'])(
  'a picture of merchant %s is a plain one, and runs nothing',
  async (ocid) => {
    const { status, headers } = await exchange(world.url, { path: `/merchants/${ocid}/icon` })
    if (status === 404) return
    expect(headers['content-type']).toBe('image/svg+xml')
    expect(headers['content-security-policy']).toContain('sandbox')
    expect(headers['content-disposition']).toBe('attachment')
    const opened = await exchange(world.url, {
      path: `/merchants/${ocid}/icon`,
      headers: [['sec-fetch-dest', 'document']],
    })
    expect(opened.status).toBe(403)
  },
)
