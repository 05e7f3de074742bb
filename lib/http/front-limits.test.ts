import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { verifyResponse } from '@/lib/opencharge/response-signature'
import { createFrontLab, type FrontLab } from './testing/front-lab'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('RATE_LIMIT_ADDRESS_PER_MINUTE', '5')

let lab: FrontLab

beforeEach(async () => {
  Reflect.deleteProperty(globalThis, 'openchargeLimits')
  lab = await createFrontLab({ TRUSTED_PROXY_HOPS: '1' })
})

afterEach(() => lab.close())

const ask = (path: string, from = '1.2.3.4') => lab.ask(path, { headers: { 'x-forwarded-for': from } })
const askOften = async (path: string, times: number) => {
  const statuses: number[] = []
  for (let n = 0; n < times; n++) statuses.push((await ask(path)).status)
  return statuses
}

test('whoever asks the API for nothing too often is told to wait, in a signed answer', async () => {
  expect(await askOften('/opencharge/nothing', 7)).toEqual([404, 404, 404, 404, 404, 429, 429])
  const { status, headers, text } = await ask('/opencharge/nothing')
  expect([status, JSON.parse(text).error.code]).toEqual([429, 'RATE_LIMITED'])
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  const header = (name: string) => String(headers[name.toLowerCase()] ?? '') || null
  const expected = { ocid: lab.us.ocid, key: lab.us.signer.publicKey, now: Date.now() / 1000 }
  expect(verifyResponse({ status, body: text, header }, expected, nobleCrypto).ok).toBe(true)
})

test('whoever asks for pages too often is told to wait, and no page is made', async () => {
  expect(await askOften('/wallet', 7)).toEqual([200, 200, 200, 200, 200, 429, 429])
  expect(lab.handed).toHaveLength(5)
})

test('what belongs to the pages is not counted, and what only looks so is', async () => {
  expect(await askOften('/_next/static/chunks/a.js', 7)).toEqual([200, 200, 200, 200, 200, 200, 200])
  expect(await askOften('/_next/static/%', 7)).toEqual([200, 200, 200, 200, 200, 429, 429])
  expect(await askOften('/_next/static/a?%00', 1)).toEqual([429])
})

test('others are served meanwhile', async () => {
  await askOften('/wallet', 7)
  expect((await ask('/wallet', '1.2.3.5')).status).toBe(200)
  expect((await ask('/opencharge/nothing', '1.2.3.5')).status).toBe(404)
})

test('a request that reaches a handler of the API is counted there, and not twice', async () => {
  expect(await askOften('/opencharge/capabilities', 7)).toEqual([200, 200, 200, 200, 200, 200, 200])
})
