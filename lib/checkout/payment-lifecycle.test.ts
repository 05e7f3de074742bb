import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canBecome, followingStatuses, isPaidStatus, type PaymentStatus, paymentStatuses } from './payment-lifecycle'

const status = fc.constantFrom(...paymentStatuses)

test('no way leads in a circle, and every way ends', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 20 }), (choices) => {
      const seen: PaymentStatus[] = ['CREATED']
      for (const choice of choices) {
        const next = followingStatuses(seen.at(-1) ?? 'CREATED')
        const chosen = next[choice % Math.max(next.length, 1)]
        if (!chosen) break
        seen.push(chosen)
      }
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBeLessThanOrEqual(5)
    }),
  )
})

test('money that has reached the payee is never said not to have', () => {
  fc.assert(
    fc.property(status, status, (from, to) => {
      if (isPaidStatus(from) && canBecome(from, to)) expect(isPaidStatus(to)).toBe(true)
    }),
  )
})

test('what failed, was cancelled or has expired stays so', () => {
  for (const final of ['FAILED', 'CANCELLED', 'EXPIRED', 'REFUNDED'] as const)
    expect(followingStatuses(final)).toEqual([])
})

test('every state can be reached', () => {
  const reached = new Set<PaymentStatus>(['CREATED'])
  for (const from of reached) for (const to of followingStatuses(from)) reached.add(to)
  expect([...reached].sort()).toEqual([...paymentStatuses].sort())
})
