import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { formatAmount, parseAmount } from '@/lib/money/money'
import { typedAmount } from '@/lib/money/typed-amount'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const usd = { code: 'USD', exponent: 2 }
const kwd = { code: 'KWD', exponent: 3 }
const anyCurrency = fc.integer({ min: 0, max: 6 }).map((exponent) => ({ code: 'TEST', exponent }))
const anyMoney = fc.tuple(anyCurrency, fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }))

const inDigits = (zero: number) => (text: string) =>
  text.replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)))
const scripts = [inDigits(0x30), inDigits(0x660), inDigits(0x6f0)]
const points = ['.', ',', '٫']
const around = ['', ' ', '\u00a0', ' \t', '\n']

describe('an amount as people type it', () => {
  it('is read as the amount that was meant, in whatever digits, with whatever separator and spaces around it', () => {
    const style = fc.tuple(fc.constantFrom(...scripts), fc.constantFrom(...points), fc.constantFrom(...around))
    fc.assert(
      fc.property(anyMoney, style, ([currency, amountMinor], [digits, point, space]) => {
        fc.pre(!(point === ',' && currency.exponent === 3))
        const typed = space + digits(formatAmount(amountMinor, currency.exponent).replace('.', point)) + space
        expect(parseAmount(typedAmount(typed), currency)).toEqual({ ok: true, value: amountMinor })
      }),
      { numRuns: 3000 },
    )
  })

  it('stays what it is when it is of the wire’s grammar already, and does not change a second time', () => {
    fc.assert(
      fc.property(anyMoney, ([currency, amountMinor]) => {
        const wire = formatAmount(amountMinor, currency.exponent)
        expect(typedAmount(wire)).toBe(wire)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'019.,٫٬٣۳ -') }), (text) => {
        expect(typedAmount(typedAmount(text))).toBe(typedAmount(text))
      }),
      { numRuns: 3000 },
    )
  })

  it('is never read as another amount than without the change, where the strict grammar knew one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,٫') }), (text) => {
        const strict = parseAmount(text, usd)
        if (strict.ok) expect(parseAmount(typedAmount(text), usd)).toEqual(strict)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    [' 12.50 ', '12.50'],
    ['1,5', '1.5'],
    ['1,50', '1.50'],
    ['1,5000', '1.5000'],
    ['١٢٫٥٠', '12.50'],
    ['١٢٫٥٠٠', '12.500'],
    ['١٢,٥', '12.5'],
    ['۱۲٫۵', '12.5'],
    ['۵', '5'],
  ])('%j is %s', (typed, wire) => {
    expect(typedAmount(typed)).toBe(wire)
  })

  it.each([
    '1,234',
    '١,٢٣٤',
    '0,500',
    '1,234.50',
    '1.234,50',
    '1,234,567',
    '١٬٢٣٤',
    '1 234',
    '1,',
    ',5',
    '٫٥',
    '1,2,3',
    '1٫2٫3',
    '-1,5',
    '+5',
    '1e2',
    '१',
    '５',
    '01,5',
    '',
  ])('%j is refused as before', (typed) => {
    expect(parseAmount(typedAmount(typed), kwd)).toEqual({ ok: false, error: 'MALFORMED' })
  })
})
