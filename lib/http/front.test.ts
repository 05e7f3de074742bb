import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { verifyResponse } from '@/lib/opencharge/response-signature'
import { internalHeaders } from './internal-headers'
import { createFrontLab, type FrontLab } from './testing/front-lab'

vi.stubEnv('GATEWAY_MODE', 'development')

let lab: FrontLab
let proxied: FrontLab

beforeAll(async () => {
  lab = await createFrontLab()
  proxied = await createFrontLab({ PUBLIC_URL: 'http://localhost:3000/gateway', TRUSTED_PROXY_HOPS: '1' })
})

beforeEach(() => {
  lab.handed.length = 0
  proxied.handed.length = 0
})

afterAll(async () => {
  await lab.close()
  await proxied.close()
})

const uuid = /^[0-9a-f-]{36}$/

describe('what the handlers are told', () => {
  const claims = Object.fromEntries(Object.values(internalHeaders).map((name) => [name, 'the client says so']))

  test.each(['/wallet', '/opencharge/capabilities'])(
    'on %s the truth stands where a client wrote its own',
    async (path) => {
      await lab.ask(path, { headers: claims })
      expect(lab.handed[0]?.headers).toMatchObject({
        [internalHeaders.target]: path,
        [internalHeaders.address]: '127.0.0.1',
        [internalHeaders.requestId]: expect.stringMatching(uuid),
      })
    },
  )

  test('the target is byte for byte what stood on the wire', async () => {
    const target = '/opencharge/verify/a%7eb?x=%20+%7E&&y='
    await lab.ask(target)
    expect(lab.handed[0]).toMatchObject({ url: target, headers: { [internalHeaders.target]: target } })
  })

  test('the address behind a proxy is the one that the proxy saw', async () => {
    const headers = { 'x-forwarded-for': ['6.6.6.6', '1.2.3.4'] }
    await proxied.ask('/gateway/wallet', { headers })
    await lab.ask('/wallet', { headers })
    expect(proxied.handed[0]?.headers[internalHeaders.address]).toBe('1.2.3.4')
    expect(lab.handed[0]?.headers[internalHeaders.address]).toBe('127.0.0.1')
  })

  test('an authentication header that came twice is missed', async () => {
    await lab.ask('/opencharge/capabilities', { headers: { 'X-OC-Nonce': ['a', 'b'], 'X-OC-ID': '100' } })
    expect(lab.handed[0]?.headers).not.toHaveProperty('x-oc-nonce')
    expect(lab.handed[0]?.headers['x-oc-id']).toBe('100')
  })

  test('a request has one id, in the answer and for the handler', async () => {
    const answers = [await lab.ask('/wallet'), await lab.ask('/wallet')]
    const told = lab.handed.map(({ headers }) => headers[internalHeaders.requestId])
    expect(answers.map(({ headers }) => headers['x-request-id'])).toEqual(told)
    expect(new Set(told).size).toBe(2)
  })
})

describe('the path of PUBLIC_URL', () => {
  test.each(['/opencharge/capabilities?a=b', '/gateway/opencharge/capabilities?a=b'])(
    'is there once, whether a proxy left it or not: %s',
    async (path) => {
      expect((await proxied.ask(path)).text).toBe('handled')
      const target = '/gateway/opencharge/capabilities?a=b'
      expect(proxied.handed).toMatchObject([{ url: target, headers: { [internalHeaders.target]: target } }])
    },
  )

  test('is not mistaken for a longer name that begins the same', async () => {
    await proxied.ask('/gateways')
    expect(proxied.handed[0]?.url).toBe('/gateway/gateways')
  })
})

describe('the network API', () => {
  async function signedErrorOf(answer: Awaited<ReturnType<FrontLab['ask']>>): Promise<string> {
    const { status, headers, text } = answer
    const header = (name: string) => String(headers[name.toLowerCase()] ?? '') || null
    const expected = { ocid: lab.us.ocid, key: lab.us.signer.publicKey, now: Date.now() / 1000 }
    expect(verifyResponse({ status, body: text, header }, expected, nobleCrypto)).toEqual({ ok: true, value: 'signed' })
    expect(headers['content-type']).toBe('application/json')
    return `${status} ${JSON.parse(text).error.code}`
  }

  test.each(['/opencharge', '/opencharge/', '/opencharge/nothing', '/api/v2/nothing', '/opencharge/capabilities/'])(
    'answers %s in its own form, signed',
    async (path) => {
      expect(await signedErrorOf(await lab.ask(path))).toBe('404 NOT_FOUND')
      expect(lab.handed).toEqual([])
    },
  )

  test.each([
    ['POST', '/opencharge/capabilities', 'GET'],
    ['HEAD', '/opencharge/metadata.json', 'GET'],
    ['GET', '/opencharge/checkout/create', 'POST'],
  ])('says which method it takes instead of %s %s', async (method, path, allowed) => {
    const answer = await lab.ask(path, { method })
    expect([answer.status, answer.headers.allow]).toEqual([405, allowed])
    if (method !== 'HEAD') expect(await signedErrorOf(answer)).toBe('405 METHOD_NOT_ALLOWED')
    expect(lab.handed).toEqual([])
  })

  test('asks no origin of a POST: its callers are servers, known by their signature', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await lab.ask('/opencharge/checkout/create', { method: 'POST', headers })).text).toBe('handled')
  })
})

describe('a page', () => {
  test('is under a policy of its own, which its handler knows', async () => {
    const [one, two] = [await lab.ask('/wallet'), await lab.ask('/wallet')]
    const policies = [one, two].map(({ headers }) => headers['content-security-policy'])
    expect(lab.handed.map(({ headers }) => headers['content-security-policy'])).toEqual(policies)
    expect(policies[0]).toMatch(/'nonce-[\w+/]{22}=='/)
    expect(policies[0]).not.toBe(policies[1])
    expect(one.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' })
  })

  test('does not take its policy from the client', async () => {
    await lab.ask('/wallet', { headers: { 'content-security-policy': "script-src 'nonce-mine'" } })
    expect(lab.handed[0]?.headers['content-security-policy']).not.toContain('mine')
  })

  test('is kept to https for a year where our address is https, and only there', async () => {
    expect((await lab.ask('/wallet')).headers['strict-transport-security']).toMatch(/^max-age=\d{8}/)
    expect((await proxied.ask('/wallet')).headers).not.toHaveProperty('strict-transport-security')
  })

  const form = (origin: string) => ({ method: 'POST', headers: { origin }, body: 'a=b' })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('of another site cannot %s to ours', async (method) => {
    const { headers, body } = form('https://evil.example')
    const answer = await lab.ask('/pay/sess_1', { method, headers, ...(method !== 'DELETE' && { body }) })
    expect(answer.status).toBe(403)
    expect(answer.text).toMatch(/nothing was done/)
    expect(lab.handed).toEqual([])
  })

  test('of ours can', async () => {
    expect((await lab.ask('/pay/sess_1', form('https://pay.example'))).text).toBe('handled')
  })

  test('refuses a form that is too long, or does not say how long it is', async () => {
    const long = { ...form('https://pay.example'), body: 'a'.repeat(64 * 1024 + 1) }
    expect((await lab.ask('/wallet', long)).status).toBe(413)
    const headers = { origin: 'https://pay.example', 'transfer-encoding': 'chunked' }
    expect((await lab.ask('/wallet', { method: 'POST', headers, body: 'a=b' })).status).toBe(413)
    expect(lab.handed).toEqual([])
  })

  test("does not hand a merchant's picture to the picture optimiser", async () => {
    expect((await lab.ask('/_next/image?url=%2Fmerchants%2F1%2Ficon&w=64&q=75')).status).toBe(404)
  })

  test('of another site can link to ours', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', referer: 'https://evil.example/' }
    expect((await lab.ask('/pay/sess_1', { headers })).text).toBe('handled')
  })
})
