import { expect, test } from 'vitest'
import { readSessionId } from './session-id'

test.each(['sess_abcDEF12', 'sess_Ab-_9876543210', `sess_${'a'.repeat(64)}`])('%s is a session', (text) => {
  expect(readSessionId(text)).toBe(text)
})

test.each([
  '',
  'sess_',
  `sess_${'a'.repeat(65)}`,
  'SESS_abcdefgh',
  ' sess_abcdefgh',
  'sess_abcdefgh\n',
  'sess_abcdefgh/../wallet',
  'sess_abcd%2e%2e',
  "sess_abcdefgh'--",
  7,
  null,
  undefined,
  ['sess_abcdefgh'],
  { toString: () => 'sess_abcdefgh' },
])('%j is none', (value) => {
  expect(readSessionId(value)).toBe('unknown')
})
