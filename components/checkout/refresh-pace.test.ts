import { expect, test } from 'vitest'
import { refreshPace } from './refresh-pace'

test.each([
  ['at first every two seconds', 0, 2],
  ['for twenty seconds', 20, 2],
  ['calmer after a minute', 60, 6],
  ['every half minute after five', 300, 30],
  ['never slower than that', 86_400, 30],
  ['soon as well when the clock of the database is ahead', -5, 2],
])('a payment under way is looked at %s', (_, waitedSeconds, paceSeconds) => {
  expect(refreshPace('paying', waitedSeconds)).toBe(paceSeconds)
  expect(refreshPace(undefined, waitedSeconds)).toBe(paceSeconds)
})

test('a payment that an operator has to look at is looked at once a minute', () => {
  expect(refreshPace('with_operator', 0)).toBe(60)
})
