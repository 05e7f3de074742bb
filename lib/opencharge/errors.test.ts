import { expect, it } from 'vitest'
import { z } from 'zod'
import { errorBody, invalidRequest, protocolError, protocolErrors } from '@/lib/opencharge/errors'

// The table of protocol section 4, written out again: code and HTTP status. SERVICE_UNAVAILABLE is ours alone.
const page = `INVALID_SIGNATURE 401 TIMESTAMP_EXPIRED 401 NONCE_REUSED 401 UNKNOWN_OCID 401 METADATA_UNAVAILABLE 502
INVALID_PROOF 400 PROOF_SIGNATURE_INVALID 400 ISSUER_NOT_ACCEPTED 400 SESSION_NOT_FOUND 404 SESSION_USED 409
ORDER_EXPIRED 400 SETTLEMENT_NOT_SUPPORTED 400 PAYMENT_EXPIRED 400 MERCHANT_NOT_REGISTERED 400 AMOUNT_MISMATCH 400
CURRENCY_MISMATCH 400 TXID_NOT_FOUND 404 TRANSACTION_EXPIRED 410 INSUFFICIENT_FUNDS 402 CAPABILITY_NOT_SUPPORTED 400
RATE_LIMITED 429 CONNECTION_REFUSED 403 SESSION_EXPIRED 410 ACCOUNT_NOT_FOUND 400 ORDER_NOT_FOUND 404
PAYMENT_NOT_FOUND 404 INVALID_STATE 400 INVALID_REQUEST 400 PAYLOAD_TOO_LARGE 413 UNSUPPORTED_MEDIA_TYPE 415
ORDER_CONFLICT 409 ORDER_PAID 409 METHOD_NOT_ALLOWED 405 NOT_FOUND 404 INTERNAL_ERROR 500
SERVICE_UNAVAILABLE 503`

it('has every code of the protocol page with its status, and no other but our own', () => {
  const rows = [...page.matchAll(/([A-Z_]+) ([0-9]{3})/g)].map(([, code, status]) => [code, Number(status)])
  const table = Object.entries(protocolErrors).map(([code, { status }]) => [code, status])
  expect(table.sort()).toEqual(rows.sort())
})

it('has words for the other party and for the operator with every code', () => {
  for (const { message, meaning, whatToDo } of Object.values(protocolErrors)) {
    expect(message).toMatch(/^[A-Z][^\n]*[^.\n]$/)
    expect(meaning).toMatch(/^[A-Z][^\n]*\.$/)
    expect(whatToDo).toMatch(/^[A-Z][^\n]*\.$/)
  }
})

it('writes the body of the protocol, with details only when there are some', () => {
  expect(errorBody(protocolError('NONCE_REUSED'))).toEqual({
    error: { code: 'NONCE_REUSED', message: 'Nonce already seen' },
  })
  const error = protocolError('INVALID_SIGNATURE', { status: 400, message: 'No', details: { hint: 'h' } })
  expect(error.status).toBe(400)
  expect(errorBody(error)).toEqual({ error: { code: 'INVALID_SIGNATURE', message: 'No', details: { hint: 'h' } } })
})

it('names the faults of a body by path, without echoing a hostile one at length', () => {
  const faulty = z
    .strictObject({ a: z.object({ b: z.array(z.string()) }) })
    .safeParse({ a: { b: ['x', 1] }, ['k'.repeat(5000)]: 1 })
  const error = faulty.error && invalidRequest(faulty.error)
  expect(error).toMatchObject({
    code: 'INVALID_REQUEST',
    status: 400,
    details: { issues: [{ path: 'a.b.1' }, { path: '' }] },
  })
  expect(JSON.stringify(error).length).toBeLessThan(700)
})
