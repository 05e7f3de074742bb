import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PaymentStatus, StoredCheckout } from '@/lib/checkout/payment-store'
import { decidePay, type PayingWallet } from './decide-pay'

const now = 1_800_000_000
const wallet: PayingWallet = { currency: 'USD', availableMinor: 500n }

function checkout(more: Partial<StoredCheckout> = {}): StoredCheckout {
  return {
    sessionId: 'sess_1',
    paymentId: 'pay_1',
    status: 'PENDING',
    mode: 'LIVE',
    applicationId: null,
    callerOcid: 100,
    merchantOcid: 300,
    orderText: '{}',
    amountMinor: 500n,
    currency: 'USD',
    successUrl: null,
    cancelUrl: null,
    payerId: null,
    boundUserId: null,
    expiresAtEpochSeconds: now + 60,
    settledAtEpochSeconds: null,
    txid: null,
    isHeld: false,
    ...more,
  }
}

const verdict = (page: StoredCheckout | undefined, from: PayingWallet | undefined = wallet, at = now) => {
  const decision = decidePay(page, from, 'ada', at)
  return decision.ok ? decision.value : decision.error
}

// What each status says, whatever else is true: unheld, held, and paid by the one who asks.
const byStatus: Record<PaymentStatus, { free: string; held: string; mine: string }> = {
  CREATED: { free: 'move', held: 'ALREADY_PAID', mine: 'move' },
  PENDING: { free: 'move', held: 'ALREADY_PAID', mine: 'move' },
  SUCCEEDED: { free: 'ALREADY_PAID', held: 'ALREADY_PAID', mine: 'already' },
  PARTIALLY_REFUNDED: { free: 'ALREADY_PAID', held: 'ALREADY_PAID', mine: 'already' },
  REFUNDED: { free: 'ALREADY_PAID', held: 'ALREADY_PAID', mine: 'already' },
  FAILED: { free: 'SESSION_EXPIRED', held: 'SESSION_EXPIRED', mine: 'SESSION_EXPIRED' },
  CANCELLED: { free: 'SESSION_CANCELLED', held: 'SESSION_CANCELLED', mine: 'SESSION_CANCELLED' },
  EXPIRED: { free: 'SESSION_EXPIRED', held: 'SESSION_EXPIRED', mine: 'SESSION_EXPIRED' },
}

const statuses = Object.entries(byStatus) as [PaymentStatus, (typeof byStatus)[PaymentStatus]][]

describe.each(statuses)('a checkout that is %s', (status, expected) => {
  test(`is answered ${expected.free}`, () => expect(verdict(checkout({ status }))).toBe(expected.free))
  test(`is answered ${expected.held} while money is held for it`, () => {
    expect(verdict(checkout({ status, isHeld: true }))).toBe(expected.held)
  })
  test(`is answered ${expected.mine} to the one who paid it`, () => {
    expect(verdict(checkout({ status, payerId: 'ada' }))).toBe(expected.mine)
  })
})

test('refuses a checkout that is not there before anything else', () => {
  expect(verdict(undefined, undefined)).toBe('SESSION_NOT_FOUND')
})

test.each([
  ['a second before its end', now - 1, 'move'],
  ['in the second of its end', now, 'SESSION_EXPIRED'],
  ['after its end', now + 1, 'SESSION_EXPIRED'],
])('a checkout %s', (_, at, expected) => {
  expect(verdict(checkout({ expiresAtEpochSeconds: now }), wallet, at)).toBe(expected)
})

test.each([
  ["a wallet that is not the payer's", undefined, 'WALLET_NOT_FOUND'],
  ['a wallet of another currency', { currency: 'EUR', availableMinor: 500n }, 'CURRENCY_MISMATCH'],
  ['a wallet that is a cent short', { currency: 'USD', availableMinor: 499n }, 'INSUFFICIENT_FUNDS'],
  ['an empty wallet', { currency: 'USD', availableMinor: 0n }, 'INSUFFICIENT_FUNDS'],
] as const)('refuses %s', (_, from, expected) => {
  const decision = decidePay(checkout(), from, 'ada', now)
  expect(decision).toEqual({ ok: false, error: expected })
})

test('takes a wallet that has the amount to the cent', () => expect(verdict(checkout())).toBe('move'))

test('says that it was paid before it says anything about time or wallet', () => {
  const paid = checkout({ status: 'SUCCEEDED', payerId: 'ada', expiresAtEpochSeconds: 0 })
  expect(decidePay(paid, undefined, 'ada', now)).toEqual({ ok: true, value: 'already' })
  expect(decidePay(paid, undefined, 'ben', now)).toEqual({ ok: false, error: 'ALREADY_PAID' })
})

test('money moves only for an open checkout, in time, from a wallet of its currency that has enough', () => {
  const anyCheckout = fc.record({
    status: fc.constantFrom(...statuses.map(([status]) => status)),
    isHeld: fc.boolean(),
    payerId: fc.constantFrom(null, 'ada', 'ben'),
    amountMinor: fc.bigInt({ min: 1n, max: 10n }),
    currency: fc.constantFrom('USD', 'EUR'),
    expiresAtEpochSeconds: fc.integer({ min: now - 2, max: now + 2 }).map((seconds) => seconds + 0.5),
  })
  const anyWallet = fc.option(
    fc.record({ currency: fc.constantFrom('USD', 'EUR'), availableMinor: fc.bigInt({ min: -1n, max: 10n }) }),
    { nil: undefined },
  )
  fc.assert(
    fc.property(anyCheckout, anyWallet, (more, from) => {
      const page = checkout(more)
      const isOpen = (page.status === 'CREATED' || page.status === 'PENDING') && !page.isHeld
      const isInTime = now < page.expiresAtEpochSeconds
      const hasMoney = from?.currency === page.currency && from.availableMinor >= page.amountMinor
      const decision = decidePay(page, from, 'ada', now)
      expect(decision.ok && decision.value === 'move').toBe(isOpen && isInTime && hasMoney)
    }),
    { numRuns: 1000 },
  )
})
