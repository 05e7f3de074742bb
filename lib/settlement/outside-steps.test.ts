import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OutsidePath } from '@/lib/settlement-path/strategy'
import { planSteps, recipientOf, type SettlementTerms, type StepResults, stepRequest } from './outside-steps'

const terms: SettlementTerms = {
  ourOcid: 200,
  merchantOcid: 300,
  orderId: 'order-1',
  amount: '5.0',
  currency: 'USD',
}
// Spaces, an escape and an order of members that we would not write: what must come out is what went in.
const lastProof = { proofText: '{"txid": "t", "memo":"\\u00e9", "amount":"5.00"}', signature: 'ab' }

const path = (...providers: [number, ...number[]]): OutsidePath => ({ strategy: 'chain', providers })
const plan = (providers: OutsidePath['providers'], attempt = 1) => planSteps(path(...providers), 'pay_1', attempt)
const results = (providers: readonly number[]): StepResults => ({
  providers,
  peerTxids: providers.map((ocid) => `tx_at_${ocid}`),
  lastProof,
})
const bodiesOf = (providers: OutsidePath['providers']) =>
  plan(providers).map((step) => {
    const request = stepRequest(step, terms, results(providers))
    return [step.peerOcid, request.path, request.body]
  })

const memo = 'Payment for order-1'
const settle = (ocid: number) => [
  ocid,
  '/payment/settle',
  `{"txid":"tx_at_${ocid}","proof":${lastProof.proofText},"signature":"ab"}`,
]
const transfer = (ocid: number, to: unknown) => [
  ocid,
  '/transfer/create',
  JSON.stringify({ issuer: ocid, from: { ocid: 200, reference: 'pay_1' }, to, amount: '5.0', currency: 'USD', memo }),
]
const create = (ocid: number, to: number, reference: string, more = {}) => [
  ocid,
  '/payment/create',
  JSON.stringify({ to, amount: '5.0', currency: 'USD', reference, memo, ...more }),
]
const toMerchant = { order: { id: 'order-1' } }

describe('the calls along a path (protocol section 6)', () => {
  test('one provider: a transfer from our reserve to the merchant', () => {
    expect(bodiesOf([1])).toEqual([transfer(1, { ocid: 300, reference: 'order-1' })])
  })

  test('two: a payment to the merchant, the transfer that pays it, and its proof', () => {
    expect(bodiesOf([1, 2])).toEqual([
      create(1, 300, 'order-1', toMerchant),
      transfer(2, { ocid: 1, reference: 'tx_at_1' }),
      settle(1),
    ])
  })

  test('three: each but the last is asked for a payment to the one before it, and settled on the way back', () => {
    expect(bodiesOf([1, 2, 3])).toEqual([
      create(1, 300, 'order-1', toMerchant),
      create(2, 1, 'tx_at_1'),
      transfer(3, { ocid: 2, reference: 'tx_at_2' }),
      settle(2),
      settle(1),
    ])
  })

  test('four', () => {
    expect(bodiesOf([1, 2, 3, 4])).toEqual([
      create(1, 300, 'order-1', toMerchant),
      create(2, 1, 'tx_at_1'),
      create(3, 2, 'tx_at_2'),
      transfer(4, { ocid: 3, reference: 'tx_at_3' }),
      settle(3),
      settle(2),
      settle(1),
    ])
  })
})

describe('the reference of a call', () => {
  test('is made of the payment and the step, and the transfer carries the payment alone', () => {
    expect(plan([1, 2, 3]).map(({ reference }) => reference)).toEqual([
      'pay_1:0',
      'pay_1:1',
      'pay_1',
      'pay_1:3',
      'pay_1:4',
    ])
  })

  test('is another one for each attempt, so that nobody takes the second for a repeat of the first', () => {
    expect(plan([1, 2], 2).map(({ reference }) => reference)).toEqual(['pay_1.2:0', 'pay_1.2', 'pay_1.2:2'])
  })

  test('comes once in all attempts of all payments, whatever their paths', () => {
    const attempt = fc.record({
      paymentId: fc.constantFrom('pay_a', 'pay_b'),
      attempt: fc.integer({ min: 1, max: 30 }),
    })
    const attempts = fc.uniqueArray(attempt, { selector: (one) => JSON.stringify(one) })
    fc.assert(
      fc.property(attempts, fc.integer({ min: 1, max: 4 }), (all, length) => {
        const providers = Array.from({ length }, (_, hop) => hop) as [number, ...number[]]
        const references = all.flatMap((one) =>
          planSteps(path(...providers), one.paymentId, one.attempt).map(({ reference }) => reference),
        )
        expect(new Set(references).size).toBe(references.length)
      }),
    )
  })

  test('is the same when the plan is made again', () => {
    expect(plan([4, 3, 2, 1], 3)).toEqual(plan([4, 3, 2, 1], 3))
  })
})

test('an order id with quotes and foreign letters stays one text in every body', () => {
  const odd = { ...terms, orderId: 'a"b\\ü' }
  const [first, second] = plan([1, 2]).map((step) => JSON.parse(stepRequest(step, odd, results([1, 2])).body))
  expect(first).toMatchObject({ reference: 'a"b\\ü', order: { id: 'a"b\\ü' } })
  expect(second.memo).toBe('Payment for a"b\\ü')
})

test('a step that depends on one that has no result yet cannot be asked for', () => {
  const early: StepResults = { providers: [1, 2], peerTxids: [undefined, undefined], lastProof: undefined }
  const [, transferStep, settleStep] = plan([1, 2])
  if (!transferStep || !settleStep) throw new Error('a path of two has three steps')
  expect(() => stepRequest(transferStep, terms, early)).toThrow(/comes before/)
  expect(() => stepRequest(settleStep, terms, { ...early, peerTxids: ['t', undefined] })).toThrow(
    /before there is a proof/,
  )
  expect(recipientOf(0, terms, early)).toEqual({ ocid: 300, reference: 'order-1' })
})
