import { describe, expect, test } from 'vitest'
import { err, ok } from '@/lib/opencharge/result'
import { type FetchRefusalCode, fetchRefusal } from '@/lib/registry/fetch-refusal'
import type { SettlementTerms, StepKind } from './outside-steps'
import { readStepAnswer } from './step-answer'

const terms: SettlementTerms = {
  ourOcid: 200,
  merchantOcid: 300,
  orderId: 'o',
  amount: '5.00',
  currency: 'USD',
}
const bytes = (body: unknown) => new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
const read = (kind: StepKind, status: number, body: unknown, distrust: string | null = null) =>
  readStepAnswer(kind, terms, ok({ status, bytes: bytes(body), isSigned: true, distrust }))
const failed = (code: FetchRefusalCode) => readStepAnswer('TRANSFER_CREATE', terms, err(fetchRefusal(code)))

const kinds: readonly StepKind[] = ['PAYMENT_CREATE', 'TRANSFER_CREATE', 'PAYMENT_SETTLE']
const refusal = (code: string, message?: string) => ({ error: { code, ...(message !== undefined && { message }) } })

describe('without an answer', () => {
  test.each(['URL_REFUSED', 'ADDRESS_REFUSED', 'NAME_NOT_FOUND', 'CONNECTION_FAILED'] as const)(
    '%s: nothing was sent',
    (code) => {
      expect(failed(code)).toMatchObject({ kind: 'unreached' })
    },
  )

  test.each([
    ['TIMEOUT', true],
    ['CONNECTION_LOST', true],
    ['BODY_TOO_LARGE', false],
    ['BODY_ENCODED', false],
    ['TOO_MANY_REDIRECTS', false],
  ] as const)('%s: nobody knows', (code, isSilent) => {
    expect(failed(code)).toMatchObject({ kind: 'unknown', isSilent })
  })
})

describe.each(kinds)('to %s, nobody knows after', (kind) => {
  test.each([
    ['an error of the peer', 500, refusal('INTERNAL_ERROR')],
    ['a gateway in between that timed out', 504, '<html>'],
    ['a redirect', 302, ''],
    ['an answer that is no answer', 100, {}],
    ['a refusal that does not say why', 400, '<html>Bad Request</html>'],
    ['a refusal with an empty body', 403, ''],
    ['a refusal in a form of its own', 400, { error: 'no' }],
    ['a refusal without a code', 400, { error: { message: 'no' } }],
    ['a refusal whose code is a number', 400, { error: { code: 7 } }],
    ['a refusal that has two codes, of which parsers read one', 400, '{"error":{"code":"A","code":"B"}}'],
    ['a word that something else was done under this reference', 409, refusal('ORDER_CONFLICT')],
    ['a word that this very call had come before', 401, refusal('NONCE_REUSED')],
    ['garbage', 200, 'ok'],
    ['a list', 200, []],
    ['no body', 200, ''],
    ['a body with a member that comes twice', 200, '{"txid":"a","txid":"b"}'],
  ])('%s', (_, status, body) => {
    expect(read(kind, status, body)).toMatchObject({ kind: 'unknown', isSilent: false })
  })

  test.each([200, 400, 500])('a %i whose signature is there and wrong', (status) => {
    expect(read(kind, status, refusal('INSUFFICIENT_FUNDS'), 'WRONG_SIGNATURE')).toMatchObject({
      kind: 'unknown',
      failure: expect.stringContaining('WRONG_SIGNATURE'),
    })
  })

  test.each([400, 401, 402, 403, 404, 409, 410, 413, 415, 429])('but a %i that says why is a refusal', (status) => {
    expect(read(kind, status, refusal('INSUFFICIENT_FUNDS', 'not enough'))).toEqual({
      kind: 'refused',
      code: 'INSUFFICIENT_FUNDS',
      failure: 'INSUFFICIENT_FUNDS not enough',
    })
  })
})

test('the words of a refusal are fit to be shown: one line, no tricks, not long', () => {
  const answer = read('TRANSFER_CREATE', 400, refusal('A\u202eB', `x\n\u0000${'y'.repeat(5000)}`))
  expect(answer).toMatchObject({ kind: 'refused' })
  const { failure } = answer as { failure: string }
  expect(failure.length).toBeLessThanOrEqual(300)
  expect(failure).toMatch(/^AB x y+…$/)
})

describe.each(['TRANSFER_CREATE', 'PAYMENT_SETTLE'] as const)('to %s', (kind) => {
  test.each([200, 201, 299])('a proof with status %i is something to be verified, as it came', (status) => {
    const body = { status: 'completed', txid: 'tx_1', proof: { any: 'thing' }, signature: 7 }
    const expected = { kind: 'claimed', proof: { any: 'thing' }, signature: 7, peerTxid: 'tx_1' }
    expect(read(kind, status, body)).toEqual(expected)
  })

  test('a proof that is null is one as well, for the verification to refuse', () => {
    expect(read(kind, 200, { proof: null })).toMatchObject({ kind: 'claimed', proof: null })
  })

  test.each([['pending'], ['completed'], ['failed']])(
    '%j without a proof is not known yet, and its txid is kept',
    (status) => {
      expect(read(kind, 202, { status, txid: 'tx_1' })).toMatchObject({ kind: 'unknown', peerTxid: 'tx_1' })
    },
  )

  test('a txid that cannot be one is no answer', () => {
    for (const txid of [7, '', 'a\u0000b', 'x'.repeat(129)])
      expect(read(kind, 200, { status: 'pending', txid })).toMatchObject({ kind: 'unknown' })
  })
})

describe('to PAYMENT_CREATE', () => {
  const created = { status: 'pending_settlement', txid: 'tx_1', amount: '5.00', currency: 'USD' }

  test('a payment of the same amount is created, whichever digits it is written with', () => {
    for (const amount of ['5', '5.0', '5.00', '5.000'])
      expect(read('PAYMENT_CREATE', 200, { ...created, amount })).toEqual({
        kind: 'created',
        peerTxid: 'tx_1',
        accepts: undefined,
      })
  })

  test('whose proofs it takes is read, as numbers', () => {
    const settlement = { accepts: [101, '102'] }
    expect(read('PAYMENT_CREATE', 200, { ...created, settlement })).toMatchObject({ accepts: [101, 102] })
  })

  test.each([
    ['another amount', { amount: '5.01' }],
    ['an amount that is none', { amount: '5,00' }],
    ['a negative amount', { amount: '-5.00' }],
    ['another currency', { currency: 'EUR' }],
    ['the same currency in small letters', { currency: 'usd' }],
  ])('a payment of %s is as good as refused', (_, more) => {
    expect(read('PAYMENT_CREATE', 200, { ...created, ...more })).toMatchObject({ kind: 'refused', code: 'OTHER_TERMS' })
  })

  test.each([
    ['no txid', { txid: undefined }],
    ['a txid that cannot be in a path', { txid: 'a\nb' }],
    ['an amount that is a number', { amount: 5 }],
    ['accepted providers that are no list', { settlement: { accepts: 101 } }],
  ])('an answer with %s names no payment', (_, more) => {
    expect(read('PAYMENT_CREATE', 200, { ...created, ...more })).toMatchObject({ kind: 'refused', code: 'UNREADABLE' })
  })
})
