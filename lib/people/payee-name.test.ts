import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePayeeName, payeeText } from './payee-name'
import { maskEmail, publicName } from './public-name'
import { longestMemo, readMemo } from './sending'

test.each([
  [' Ada@Example.COM ', { kind: 'email', email: 'ada@example.com' }],
  ['300', { kind: 'ocid', ocid: 300 }],
  ['u_3f9c2b17e0a84d55b8c1', { kind: 'reference', reference: 'u_3f9c2b17e0a84d55b8c1' }],
])('%j names somebody', (typed, name) => {
  expect(parsePayeeName(typed)).toEqual(name)
})

test.each([
  '',
  ' ',
  'ada@',
  '@example.com',
  'a b',
  '-1',
  '99999999999999999999999',
  '<b>x</b>',
  'ü',
  '../x',
  '\u202eabc',
])('%j names nobody', (typed) => {
  expect(parsePayeeName(typed)).toBeUndefined()
})

test('a name that was read is read again as the same', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.emailAddress(), fc.stringMatching(/^[\w.-]{1,70}$/)), (typed) => {
      const name = parsePayeeName(typed)
      if (name) expect(parsePayeeName(payeeText(name))).toEqual(name)
    }),
  )
})

test('strangers see a name, or an address without all but its first letter', () => {
  expect(publicName({ name: ' Ada \u202eL. ', email: 'ada@example.com' })).toBe('Ada L.')
  expect(publicName({ name: '\u200b', email: 'ada@example.com' })).toBe('a…@example.com')
  expect(publicName({ name: null, email: 'ada@example.com' })).toBe('a…@example.com')
  expect(maskEmail('"a@b"@example.com')).toBe('"…@example.com')
})

test('a memo is one clean line, or none', () => {
  expect(readMemo(' two\nlines\u202e ')).toBe('two lines')
  expect(readMemo('\u200b\n')).toBeNull()
  fc.assert(
    fc.property(fc.string({ maxLength: 1000 }), (typed) => {
      expect(Array.from(readMemo(typed) ?? '').length).toBeLessThanOrEqual(longestMemo)
    }),
  )
})
