import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localPath } from './local-path'

describe('after signing in one goes on to', () => {
  test.each([
    '/',
    '/wallet',
    '/pay/sess_abc-DEF_1',
    '/pay/sess_1?problem=INSUFFICIENT_FUNDS&a=b',
    '/wallet#top',
    '/a//b',
    '/a:b',
    '/@user',
  ])('%s', (path) => expect(localPath(path)).toBe(path))
})

describe('one goes to the wallet instead of', () => {
  test.each([
    '//evil.example',
    '///evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/%2E%2e//evil.example',
    '/./wallet',
    '/\\evil.example',
    '\\\\evil.example',
    '/a\\..\\..\\evil.example',
    'https://evil.example',
    'http:/evil.example',
    'javascript:alert(1)',
    'data:text/html,hi',
    'wallet',
    '',
    ' /wallet',
    '/wallet ',
    '/\n/evil.example',
    '/\r\nLocation: https://evil.example',
    '/\t/evil.example',
    '/wallet\n',
    '/\0',
    '/é',
    '/\u202egnp.exe',
    '/／evil.example',
    '/\u2028',
    `/${'a'.repeat(2048)}`,
    7,
    null,
    undefined,
    ['/wallet'],
    { toString: () => '/wallet' },
  ])('%j', (text) => expect(localPath(text)).toBe('/wallet'))
})

test('wherever the text leads, it is on our own site', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    ':',
    '@',
    '?',
    '#',
    '%2f',
    '%5c',
    'evil.example',
    'https:',
    '\t',
    '\n',
    ' ',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, (next) => {
      const url = new URL(localPath(next), 'https://pay.example')
      expect(url.origin).toBe('https://pay.example')
      // A browser that reads what the first reader wrote still stays here.
      expect(new URL(url.pathname, 'https://pay.example').origin).toBe('https://pay.example')
    }),
    { numRuns: 5_000 },
  )
})
