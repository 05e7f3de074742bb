import { describe, expect, test } from 'vitest'
import { parseEmail } from './email-address'
import { digestToken, newSessionToken } from './session-token'
import { hashCode, isSameHash, newCode, newFlowId, parseCode } from './sign-in-code'

describe('what a person types or pastes', () => {
  test.each([
    ['12345678', '12345678'],
    ['1234 5678', '12345678'],
    ['  1234-5678\n', '12345678'],
    ['1 2 3 4 5 6 7 8', '12345678'],
    ['1234\u00a05678', '12345678'],
    ['00000000', '00000000'],
  ])('%j is the code %s', (typed, code) => expect(parseCode(typed)).toBe(code))

  test.each([
    '',
    '1234567',
    '123456789',
    '1234567a',
    '١٢٣٤٥٦٧٨',
    '+12345678',
    '1e345678',
    `12345678${' '.repeat(40)}`,
    12345678,
    null,
    undefined,
    ['12345678'],
  ])('%j is none', (typed) => expect(parseCode(typed)).toBeUndefined())
})

describe('an address', () => {
  test.each([
    ['ada@example.org', 'ada@example.org'],
    ['  Ada@Example.ORG ', 'ada@example.org'],
    ['ａｄａ@example.org', 'ada@example.org'],
    ['ada+shop@mail.example.org', 'ada+shop@mail.example.org'],
  ])('%j is kept as %s', (text, email) => expect(parseEmail(text)).toBe(email))

  test.each([
    '',
    'ada',
    'ada@',
    '@example.org',
    'ada@example',
    'ada@example.org\nBcc: all@example.org',
    'ada@example.org, ben@example.org',
    '<ada@example.org>',
    'ada@exa mple.org',
    `${'a'.repeat(250)}@example.org`,
    7,
    null,
    undefined,
    {},
  ])('%j is none', (text) => expect(parseEmail(text)).toBeUndefined())
})

test('codes are eight digits, also when they begin with zeros, and flows are told apart', () => {
  const codes = Array.from({ length: 300 }, newCode)
  for (const code of codes) expect(code).toMatch(/^\d{8}$/)
  expect(new Set(codes).size).toBeGreaterThan(290)
  expect(new Set(Array.from({ length: 300 }, newFlowId)).size).toBe(300)
})

test('the hash of a code depends on its flow and on the secret', () => {
  const hash = hashCode('flow', '12345678', 'secret')
  expect(hashCode('flow', '12345678', 'secret')).toBe(hash)
  expect(hash).not.toContain('12345678')
  const others = [
    ['other', '12345678', 'secret'],
    ['flow', '12345679', 'secret'],
    ['flow', '12345678', 'other'],
  ] as const
  for (const [flow, code, secret] of others) expect(isSameHash(hash, hashCode(flow, code, secret))).toBe(false)
  expect([isSameHash(hash, hash), isSameHash(hash, ''), isSameHash('é', 'ab')]).toEqual([true, false, false])
})

test('a session token has 256 random bits, and its digest does not show it', () => {
  const tokens = Array.from({ length: 50 }, newSessionToken)
  expect(new Set(tokens).size).toBe(50)
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(digestToken(token)).toMatch(/^[0-9a-f]{64}$/)
  }
})
