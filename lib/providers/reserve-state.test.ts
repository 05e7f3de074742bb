import { expect, test } from 'vitest'
import { reserveState } from './reserve-state'

const reserve = { accountId: 1n, ocid: 400, currency: 'USD', lowMinor: 100n, emptyMinor: 10n }

test.each([
  ['ok', 100n, 0n],
  ['ok', 150n, 50n],
  ['low', 99n, 0n],
  ['low', 150n, 51n],
  ['low', 11n, 0n],
  ['empty', 10n, 0n],
  ['empty', 150n, 140n],
  ['empty', 0n, 0n],
] as const)('is %s with %s there of which %s are held', (state, balanceMinor, heldMinor) => {
  expect(reserveState({ ...reserve, balanceMinor, heldMinor })).toBe(state)
})

test('without thresholds it is ok until nothing is left', () => {
  const bare = { ...reserve, lowMinor: 0n, emptyMinor: 0n, heldMinor: 0n }
  expect([1n, 0n].map((balanceMinor) => reserveState({ ...bare, balanceMinor }))).toEqual(['ok', 'empty'])
})
