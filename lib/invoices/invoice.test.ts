import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineTotalMinor, shownStatus, totalMinorOf } from './invoice'

const line = (qty: number, unitAmountMinor: number) => ({ description: 'x', qty, unitAmountMinor })

describe('totals', () => {
  it('are exact where a number of JavaScript is not', () => {
    const lines = [line(1_000_000, Number.MAX_SAFE_INTEGER), line(1, 1)]
    expect(totalMinorOf(lines)).toBe(9_007_199_254_740_991_000_001n)
  })

  it('are the sum of the lines in whatever order', () => {
    const anyLine = fc.record({ qty: fc.integer({ min: 1, max: 1e6 }), unitAmountMinor: fc.maxSafeNat() })
    fc.assert(
      fc.property(fc.array(anyLine), (picked) => {
        const lines = picked.map(({ qty, unitAmountMinor }) => line(qty, unitAmountMinor))
        expect(totalMinorOf([...lines].reverse())).toBe(totalMinorOf(lines))
        expect(totalMinorOf(lines) - lines.map(lineTotalMinor).reduce((sum, total) => sum + total, 0n)).toBe(0n)
      }),
    )
  })
})

describe('overdue', () => {
  const now = new Date('2026-11-25T00:00:00Z')
  it.each([
    ['ISSUED', '2026-11-24', 'OVERDUE'],
    ['PARTIALLY_PAID', '2026-11-24', 'OVERDUE'],
    ['ISSUED', '2026-11-25', 'ISSUED'],
    ['ISSUED', null, 'ISSUED'],
    ['DRAFT', '2026-11-24', 'DRAFT'],
    ['PAID', '2026-11-24', 'PAID'],
  ] as const)('%s and due on %s on the 25th is shown as %s', (status, dueDate, shown) => {
    expect(shownStatus({ status, dueDate }, now)).toBe(shown)
  })
})
