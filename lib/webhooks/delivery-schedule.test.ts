import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextAttemptAt } from './delivery-schedule'

const second = 1_000
const hour = 3600 * second
const threeDays = 72 * hour

const attempt = fc.integer({ min: 1, max: 5_000 })
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const firstTriedAtMs = fc.integer({ min: 0, max: 2 ** 42 })
const elapsedMs = fc.integer({ min: 0, max: threeDays - 1 })

const pauseAfter = (tried: number, chance: number) => (nextAttemptAt(tried, 0, 0, chance) ?? 0) - 0

test('the first pause is about two seconds and the longest about three hours', () => {
  expect([pauseAfter(1, 0), pauseAfter(1, 0.5), pauseAfter(1, 0.999_999)]).toEqual([1_500, 2_000, 2_500])
  expect(pauseAfter(1_000, 0.5)).toBe(3 * hour)
})

test('pauses grow until they are three hours, and never shrink', () => {
  const pauses = Array.from({ length: 30 }, (_, index) => pauseAfter(index + 1, 0.5))
  expect([...pauses].sort((a, b) => a - b)).toEqual(pauses)
  expect(pauses[1]).toBe(2 * (pauses[0] ?? 0))
  fc.assert(fc.property(attempt, random, (tried, chance) => pauseAfter(tried + 1, chance) >= pauseAfter(tried, chance)))
})

test('every pause is spread by a quarter either way, and by no more', () => {
  fc.assert(
    fc.property(attempt, random, (tried, chance) => {
      const middle = pauseAfter(tried, 0.5)
      expect(Math.abs(pauseAfter(tried, chance) - middle)).toBeLessThanOrEqual(Math.ceil(middle / 4))
    }),
  )
})

test('the next attempt lies ahead, and never after the three days', () => {
  fc.assert(
    fc.property(attempt, firstTriedAtMs, elapsedMs, random, (tried, first, elapsed, chance) => {
      const next = nextAttemptAt(tried, first, first + elapsed, chance)
      expect(next).toBeGreaterThan(first + elapsed)
      expect(next).toBeLessThanOrEqual(first + threeDays)
    }),
  )
})

test.each([0, 1, hour])('there is none when three days and %i ms have passed', (more) => {
  expect(nextAttemptAt(3, 1_000, 1_000 + threeDays + more, 0.5)).toBeUndefined()
})

test('a receiver that never answers is tried between thirty and fifty times, the last time after three days', () => {
  fc.assert(
    fc.property(fc.infiniteStream(random), (chances) => {
      let [now, attempts] = [0, 0]
      for (const chance of chances) {
        attempts += 1
        const next = nextAttemptAt(attempts, 0, now, chance)
        if (next === undefined) break
        now = next
      }
      expect(now).toBe(threeDays)
      expect(attempts).toBeGreaterThan(30)
      expect(attempts).toBeLessThan(50)
    }),
    { numRuns: 50 },
  )
})
