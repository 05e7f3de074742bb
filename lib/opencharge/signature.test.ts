import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatSignature, parseSignature } from '@/lib/opencharge/signature'

const scalar = `${'0'.repeat(63)}1`
const largest = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140'

it('reads what it writes', () => {
  const compact = fc.uint8Array({ minLength: 64, maxLength: 64 })
  fc.assert(
    fc.property(compact, fc.constantFrom(0 as const, 1 as const), (bytes, recovery) => {
      const parsed = parseSignature(formatSignature(bytes, recovery))
      if (parsed !== undefined) expect(parsed).toEqual({ compact: bytes, recovery })
    }),
  )
})

it.each([
  [scalar + scalar, undefined],
  [`${scalar}${largest}1b`, 0],
  [`${largest}${scalar}1C`, 1],
])('takes %s', (text, recovery) => {
  expect(parseSignature(text)?.recovery).toBe(recovery)
})

it.each(['1a', '1d', '00', '01', '1', '1b0', '1b1b', ' ', '\n'])('refuses a v of "%s"', (v) => {
  expect(parseSignature(scalar + scalar + v)).toBeUndefined()
})

it('does not write what is not a recoverable signature', () => {
  expect(() => formatSignature(new Uint8Array(63), 0)).toThrow(RangeError)
  expect(() => formatSignature(new Uint8Array(64), 2)).toThrow(RangeError)
})
