import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { checkTimestamp, parseAuthHeaders, signRequest, verifyRequest } from '@/lib/opencharge/request-signature'
import { testPerson } from '@/lib/opencharge/testing/test-people'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const ada = testPerson('ada')
const mallory = testPerson('mallory')
const request = {
  ocid: 7,
  timestamp: 1706500000,
  nonce: 'req_1',
  method: 'POST',
  path: '/opencharge/checkout/create?a=1',
  body: '{"a":1}',
}
const sent = signRequest(request, ada.signer)

const read = (headers: Record<string, string | null>) => parseAuthHeaders((name) => headers[name] ?? null)
const received = (() => {
  const parsed = read(sent)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
})()

describe('the headers of a request', () => {
  it('are read as they were sent', () => {
    expect(received).toEqual({ ocid: 7, timestamp: 1706500000, nonce: 'req_1', signature: sent['X-OC-Signature'] })
  })

  it.each([
    ['X-OC-ID', [null, '', '-1', '+7', '07', '7.0', '7e0', ' 7', '7, 7', '0x7', '9007199254740992', '٧']],
    [
      'X-OC-Timestamp',
      [null, '', '-1', '1706500000.5', '01706500000', '1e9', '1706500000 ', 'now', '1706500000000000'],
    ],
    ['X-OC-Nonce', [null, '', ' a', 'a ', 'a\nb', 'a\tb', 'é', 'n'.repeat(129), '\u007f']],
    [
      'X-OC-Signature',
      [null, '', 'x', `0x${sent['X-OC-Signature']}`, `${sent['X-OC-Signature']}, 00`, '00'.repeat(65)],
    ],
  ])('are refused with the name of the faulty one: %s', (header, values) => {
    for (const value of values) {
      const parsed = read({ ...sent, [header]: value })
      expect(parsed, `${value}`).toMatchObject({
        ok: false,
        error: { code: 'INVALID_SIGNATURE', status: 401, details: { header } },
      })
    }
  })

  it.each(['0', '200', '9007199254740991'])('take %s as an OCID', (ocid) => {
    expect(read({ ...sent, 'X-OC-ID': ocid })).toMatchObject({ ok: true, value: { ocid: Number(ocid) } })
  })

  it.each(['n', 'n'.repeat(128), 'a b', '~!"#$%&'])('take %s as a nonce', (nonce) => {
    expect(read({ ...sent, 'X-OC-Nonce': nonce })).toMatchObject({ ok: true, value: { nonce } })
  })

  it('never throw, whatever they hold', () => {
    const texts = fc.record({
      'X-OC-ID': fc.string(),
      'X-OC-Timestamp': fc.string(),
      'X-OC-Nonce': fc.string(),
      'X-OC-Signature': fc.string(),
    })
    fc.assert(fc.property(texts, (headers) => void read(headers)))
  })
})

describe('the time window', () => {
  it.each([
    [0, true],
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ])('a clock that is %i s away is taken: %s', (seconds, taken) => {
    const checked = checkTimestamp(1706500000, 1706500000 + seconds)
    expect(checked.ok).toBe(taken)
    if (!checked.ok) expect(checked.error).toMatchObject({ code: 'TIMESTAMP_EXPIRED', status: 401 })
  })
})

describe('the signature of a request', () => {
  it('verifies for what was sent, with the method in either case', () => {
    expect(verifyRequest(received, request, ada.key, nobleCrypto)).toEqual({ ok: true, value: true })
    expect(verifyRequest(received, { ...request, method: 'post' }, ada.key, nobleCrypto).ok).toBe(true)
    const bytes = new TextEncoder().encode(request.body)
    expect(verifyRequest(received, { ...request, body: bytes }, ada.key, nobleCrypto).ok).toBe(true)
  })

  it.each([
    ['another OCID', { ...received, ocid: 8 }, request],
    ['another timestamp', { ...received, timestamp: 1706500001 }, request],
    ['another nonce', { ...received, nonce: 'req_2' }, request],
    ['another method', received, { ...request, method: 'PUT' }],
    ['another path', received, { ...request, path: '/opencharge/transfer/create?a=1' }],
    ['another query', received, { ...request, path: '/opencharge/checkout/create?a=2' }],
    ['a normalised path', received, { ...request, path: '/opencharge/checkout/create?%61=1' }],
    ['a re-serialised body', received, { ...request, body: '{"a": 1}' }],
    ['no body', received, { ...request, body: '' }],
  ])('is refused for %s', (_name, headers, parts) => {
    expect(verifyRequest(headers, parts, ada.key, nobleCrypto)).toMatchObject({
      ok: false,
      error: { code: 'INVALID_SIGNATURE', status: 401 },
    })
  })

  it('is refused under another key', () => {
    expect(verifyRequest(received, request, mallory.key, nobleCrypto).ok).toBe(false)
  })
})
