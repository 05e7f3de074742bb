import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimalOfNumber, parseDecimal, sameDecimal } from '@/lib/money/decimal'

it('reads a number as the shortest decimal that it is written as', () => {
  expect(decimalOfNumber(0.1)).toEqual({ digits: 1n, scale: 1 })
  expect(decimalOfNumber(1e-7)).toEqual({ digits: 1n, scale: 7 })
  expect(decimalOfNumber(1.5e-7)).toEqual({ digits: 15n, scale: 8 })
  expect(decimalOfNumber(1.5e21)).toEqual({ digits: 15n * 10n ** 20n, scale: 0 })
})

it('gives back the same number, for every number', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
      const { digits, scale } = decimalOfNumber(value)
      expect(Number(`${digits}e-${scale}`)).toBe(value + 0)
    }),
  )
})

it('compares as numbers, not as text', () => {
  const same = (a: string, b: string) => {
    const [x, y] = [parseDecimal(a), parseDecimal(b)]
    return x !== undefined && y !== undefined && sameDecimal(x, y)
  }
  expect(same('99.99', '99.990')).toBe(true)
  expect(same('10000', '10000.00')).toBe(true)
  expect(same('99.99', '99.991')).toBe(false)
  expect(same('1', '10')).toBe(false)
})
