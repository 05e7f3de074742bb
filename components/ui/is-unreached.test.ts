import { expect, test } from 'vitest'
import { isUnreached } from './is-unreached'

test.each(['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed'])(
  'a request without an answer is no fault of ours: %s',
  (message) => expect(isUnreached(new TypeError(message), true)).toBe(true),
)

test('whatever breaks without a network is no fault of ours', () => {
  expect(isUnreached(new Error('A chunk did not load'), false)).toBe(true)
})

test.each([new TypeError("Cannot read properties of undefined (reading 'code')"), new Error('Failed to fetch'), null])(
  'anything else is: %s',
  (error) => expect(isUnreached(error, true)).toBe(false),
)
