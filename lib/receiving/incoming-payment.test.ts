import { describe, expect, test } from 'vitest'
import { decideSettle, type IncomingPayment, isAwaited } from './incoming-payment'

const payment: IncomingPayment = {
  txid: 'tx_1',
  callerOcid: 100,
  merchant: { kind: 'MERCHANT', ocid: 300 },
  amountMinor: 500n,
  currency: 'USD',
  accepts: [400],
  requestText: '{}',
  expiresAtEpochSeconds: 1000,
  completion: null,
}
const completion = { receivedText: 'the proof', proofText: 'ours', signature: '00' }
const completed: IncomingPayment = { ...payment, completion }
const settle = (one: IncomingPayment | undefined, { caller = 100, proof = 'the proof', now = 999 } = {}) =>
  decideSettle(one, caller, proof, now)

describe('a payment is settled', () => {
  test('until the second before its end', () => {
    expect(settle(payment)).toEqual({ ok: true, value: { payment, completion: null } })
    expect(settle(payment, { now: 1000 })).toEqual({ ok: false, error: 'PAYMENT_EXPIRED' })
  })

  test('once; the proof that did it is a repeat, however late', () => {
    for (const now of [0, 999, 1000, 9999]) {
      expect(settle(completed, { now })).toEqual({ ok: true, value: { payment: completed, completion } })
    }
    expect(settle(completed, { proof: 'another' })).toEqual({ ok: false, error: 'INVALID_STATE' })
  })

  test('and is over before it is done, when another proof comes late', () => {
    expect(settle(completed, { proof: 'another', now: 1000 })).toEqual({ ok: false, error: 'PAYMENT_EXPIRED' })
  })

  test.each([undefined, payment, completed])('by whoever created it only', (one) => {
    expect(settle(one, { caller: 300 })).toEqual({ ok: false, error: 'PAYMENT_NOT_FOUND' })
  })
})

describe('money that came by itself is what a payment waits for', () => {
  const money = { amountMinor: 500n, currency: 'USD' }

  test('when amount and currency are its own, in time, and nobody was faster', () => {
    expect(isAwaited(payment, money, 999)).toBe(true)
  })

  test.each([
    ['there is no payment', undefined, money, 0],
    ['its time is over', payment, money, 1000],
    ['it is done', completed, money, 0],
    ['it is a cent less', payment, { ...money, amountMinor: 499n }, 0],
    ['it is a cent more', payment, { ...money, amountMinor: 501n }, 0],
    ['it is another currency', payment, { ...money, currency: 'EUR' }, 0],
  ])('not when %s', (_, one, received, now) => {
    expect(isAwaited(one, received, now)).toBe(false)
  })
})
