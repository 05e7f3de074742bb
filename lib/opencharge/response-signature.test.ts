import { describe, expect, it } from 'vitest'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { signResponse, verifyResponse } from '@/lib/opencharge/response-signature'
import { testPerson } from '@/lib/opencharge/testing/test-people'

const ada = testPerson('ada')
const response = { ocid: 7, timestamp: 1706500000, status: 200, body: '{"ok":true}' }
const signed: Record<string, string> = signResponse(response, ada.signer)
const expected = { ocid: 7, key: ada.key, now: 1706500000 }

const check = (changes: Partial<typeof response>, headers: Record<string, string | undefined> = signed, over = {}) =>
  verifyResponse(
    { ...response, ...changes, header: (name) => headers[name] ?? null },
    { ...expected, ...over },
    nobleCrypto,
  )

describe('an answer of a peer', () => {
  it('counts as signed when its signature verifies, and as unsigned when it has none', () => {
    expect(check({})).toEqual({ ok: true, value: 'signed' })
    expect(check({}, {})).toEqual({ ok: true, value: 'unsigned' })
    expect(check({}, { 'X-OC-ID': '7' })).toEqual({ ok: true, value: 'unsigned' })
  })

  it.each([
    ['its status was changed', check({ status: 402 }), 'WRONG_SIGNATURE'],
    ['its body was changed', check({ body: '{"ok":false}' }), 'WRONG_SIGNATURE'],
    ['it is signed by somebody else', check({}, signed, { key: testPerson('mallory').key }), 'WRONG_SIGNATURE'],
    ['its signature is garbage', check({}, { ...signed, 'X-OC-Signature': 'x' }), 'WRONG_SIGNATURE'],
    ['its signature is empty', check({}, { ...signed, 'X-OC-Signature': '' }), 'WRONG_SIGNATURE'],
    ['its timestamp was changed', check({}, { ...signed, 'X-OC-Timestamp': '1706500001' }), 'WRONG_SIGNATURE'],
    ['it names another OCID', check({}, { ...signed, 'X-OC-ID': '8' }), 'OTHER_OCID'],
    ['it names no OCID', check({}, { ...signed, 'X-OC-ID': undefined }), 'MALFORMED_HEADERS'],
    ['its timestamp is malformed', check({}, { ...signed, 'X-OC-Timestamp': '1706500000.0' }), 'MALFORMED_HEADERS'],
    ['it was signed long ago', check({}, signed, { now: 1706500301 }), 'STALE'],
  ])('is refused when %s', (_name, verdict, error) => {
    expect(verdict).toEqual({ ok: false, error })
  })
})
