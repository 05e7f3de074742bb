import { describe, expect, test } from 'vitest'
import { deliveryOutcome } from './delivery-outcome'

const answered = (httpStatus: number, body: string, distrust: string | null = null, relayed = false) =>
  deliveryOutcome({ kind: 'answer', httpStatus, body, distrust }, relayed)

describe('an answer counts', () => {
  test.each([
    [200, '{"status":"accepted"}'],
    [200, ''],
    [201, 'ok'],
    [204, ''],
    [299, '[]'],
    [200, 'null'],
    [200, '"rejected"'],
    [200, '{"status":"REJECTED"}'],
    [200, '{"result":{"status":"rejected"}}'],
    [200, '{"status":"rejected"'],
  ])('as delivered when it is %i %s', (status, body) => expect(answered(status, body)).toBe('DELIVERED'))

  test.each([
    [200, '{"status":"rejected"}'],
    [202, ' {"reason":"unknown order","status":"rejected"} '],
  ])('as refused when it is %i %s', (status, body) => expect(answered(status, body)).toBe('REFUSED'))

  test.each([100, 199, 300, 302, 307, 400, 401, 404, 409, 410, 429, 500, 503, 599])(
    'as none when it is %i',
    (status) => {
      expect(answered(status, '{"status":"accepted"}')).toBe('TRY_AGAIN')
      expect(answered(status, '{"status":"rejected"}')).toBe('TRY_AGAIN')
    },
  )

  test.each(['{"status":"accepted"}', '{"status":"rejected"}'])(
    'as none when its signature is wrong, whatever it says: %s',
    (body) => {
      expect(answered(200, body, 'WRONG_SIGNATURE')).toBe('TRY_AGAIN')
    },
  )

  test('as none when it did not come', () => {
    expect(deliveryOutcome({ kind: 'failure', failure: 'TIMEOUT' }, false)).toBe('TRY_AGAIN')
  })
})

describe("another gateway's proof, passed on,", () => {
  test.each([400, 401, 403, 404, 409, 422])('is declined by a receiver that answers %i to the proof', (status) => {
    expect(answered(status, '{"error":{"code":"ISSUER_NOT_ACCEPTED"}}', null, true)).toBe('DECLINED')
  })

  test.each([400, 402, 409, 410, 422])('is declined by a %i without a word on why', (status) => {
    expect(answered(status, 'no', null, true)).toBe('DECLINED')
  })

  test('is declined by one that finds something in it signed wrongly', () => {
    expect(answered(400, '{"error":{"code":"INVALID_SIGNATURE"}}', null, true)).toBe('DECLINED')
  })

  test.each([
    [400, '{"error":{"code":"TIMESTAMP_EXPIRED"}}'],
    [401, '{"error":{"code":"INVALID_SIGNATURE"}}'],
    [401, '{"error":{"code":"TIMESTAMP_EXPIRED"}}'],
    [403, '<html>blocked</html>'],
    [404, '{"error":{"code":"NOT_FOUND"}}'],
    [404, '{"error":{"code":7}}'],
    [405, ''],
    [408, ''],
    [421, ''],
    [425, ''],
    [429, ''],
    [500, '{"error":{"code":"INVALID_PROOF"}}'],
    [502, ''],
    [503, ''],
  ])('is sent again after a %i %s, which says nothing of the proof', (status, body) => {
    expect(answered(status, body, null, true)).toBe('TRY_AGAIN')
  })

  test('is not declined by somebody who cannot sign for the receiver', () => {
    expect(answered(400, '{}', 'WRONG_SIGNATURE', true)).toBe('TRY_AGAIN')
  })

  test('is delivered, or refused for a person to look at, as any other', () => {
    expect(answered(200, '{"status":"accepted"}', null, true)).toBe('DELIVERED')
    expect(answered(200, '{"status":"rejected"}', null, true)).toBe('REFUSED')
  })
})
