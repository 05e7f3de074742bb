import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type GroupOptions, inGroups } from './in-groups'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const refusal = Object.assign(new pg.DatabaseError('one of them is refused', 0, 'error'), { severity: 'ERROR' })

/** Doubles numbers in groups; every group stays under way until it is ended. The database refuses -1; at -2 its connection breaks. */
function createDoubler(options: Partial<GroupOptions<number>> = {}) {
  const groups: (readonly number[])[] = []
  const ends: (() => void)[] = []
  const double = inGroups(
    async (given: readonly number[]) => {
      groups.push(given)
      await new Promise<void>((resolve) => ends.push(resolve))
      if (given.includes(-2)) throw new Error('Connection terminated unexpectedly')
      if (given.includes(-1)) throw refusal
      return given.map((number) => number * 2)
    },
    { groups: 1, calls: 3, apartMs: 5, changes: () => [], ...options },
  )
  const endAll = async () => {
    for (;;) {
      for (const end of ends.splice(0)) end()
      await vi.advanceTimersByTimeAsync(5)
      if (ends.length === 0) return
    }
  }
  return { double, groups, endAll }
}

test('does a call at once and alone when there was none for a while', async () => {
  const { double, groups, endAll } = createDoubler()
  const first = double(1)
  expect(groups).toEqual([[1]])
  await endAll()
  const second = double(2)
  expect(groups).toEqual([[1], [2]])
  await endAll()
  expect(await Promise.all([first, second])).toEqual([2, 4])
})

test('does together what comes until the next group begins, and answers each with its own', async () => {
  const { double, groups, endAll } = createDoubler()
  const answers = Promise.all([1, 2, 3, 4, 5].map(double))
  await endAll()
  expect(groups).toEqual([[1], [2, 3, 4], [5]])
  expect(await answers).toEqual([2, 4, 6, 8, 10])
})

test('has no more groups under way than it may', async () => {
  const { double, groups, endAll } = createDoubler({ groups: 2, calls: 1 })
  const answers = Promise.all([1, 2, 3].map(double))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(groups).toEqual([[1], [2]])
  await endAll()
  expect(groups).toEqual([[1], [2], [3]])
  expect(await answers).toEqual([2, 4, 6])
})

test('never has two calls under way that change the same, in one group or in two', async () => {
  const { double, groups, endAll } = createDoubler({ groups: 3, calls: 9, changes: (number) => [`row ${number % 2}`] })
  const answers = Promise.all([9, 1, 3, 2].map(double))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(groups).toEqual([[9], [2]])
  await endAll()
  expect(groups).toEqual([[9], [2], [1], [3]])
  expect(await answers).toEqual([18, 2, 6, 4])
})

test('puts those in the next group that it kept apart', async () => {
  const { double, groups, endAll } = createDoubler({ calls: 9, changes: (number) => [`row ${number % 2}`] })
  const answers = Promise.all([9, 1, 3, 2, 4].map(double))
  await endAll()
  expect(groups).toEqual([[9], [1, 2], [3, 4]])
  expect(await answers).toEqual([18, 2, 6, 4, 8])
})

test('tries each by itself when the database refuses the group: only what it refuses alone is refused', async () => {
  const { double, groups, endAll } = createDoubler({ calls: 9 })
  const answers = Promise.allSettled([9, 1, -1, 2].map(double))
  await endAll()
  expect(groups).toEqual([[9], [1, -1, 2], [1], [-1], [2]])
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

test('tries nothing again when the connection broke: it may all have been done', async () => {
  const { double, groups, endAll } = createDoubler({ calls: 9 })
  const answers = Promise.allSettled([9, 1, -2, 2].map(double))
  await endAll()
  expect(groups).toEqual([[9], [1, -2, 2]])
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
})

test('refuses to guess when there are not as many answers as calls', async () => {
  const short = inGroups(async () => [], { groups: 1, calls: 3, apartMs: 5, changes: () => [] })
  await expect(short(1)).rejects.toThrow('1 calls were given 0 answers')
})

describe('whatever comes, in whatever order', () => {
  test('every call is answered with its own, once', async () => {
    const options = { groups: fc.integer({ min: 1, max: 3 }), calls: fc.integer({ min: 1, max: 4 }) }
    await fc.assert(
      fc.asyncProperty(fc.record(options), fc.array(fc.integer({ min: -1, max: 5 })), async (limits, numbers) => {
        const { double, groups, endAll } = createDoubler({ ...limits, changes: (number) => [String(number)] })
        const answers = Promise.allSettled(numbers.map(double))
        await endAll()
        const expected = numbers.map((number) => (number === -1 ? 'refused' : number * 2))
        expect((await answers).map((answer) => ('value' in answer ? answer.value : 'refused'))).toEqual(expected)
        for (const group of groups) {
          expect(new Set(group).size).toBe(group.length)
          expect(group.length).toBeLessThanOrEqual(limits.calls)
        }
      }),
      { numRuns: 200 },
    )
  })
})
