import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { formatAmount, itemTotal, maxAmountMinor, parseAmount, parsePrice } from '@/lib/money/money'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const usd = { code: 'USD', exponent: 2 }
const ugx = { code: 'UGX', exponent: 0 }
const kwd = { code: 'KWD', exponent: 3 }
const anyCurrency = fc.integer({ min: 0, max: 18 }).map((exponent) => ({ code: 'TEST', exponent }))

describe('amounts on the wire', () => {
  it('come back as they went, for every amount and exponent', () => {
    const largest = (exponent: number) => {
      const grammar = 10n ** BigInt(15 + exponent) - 1n
      return grammar < maxAmountMinor ? grammar : maxAmountMinor
    }
    const cases = anyCurrency.chain((currency) =>
      fc.tuple(fc.constant(currency), fc.bigInt({ min: 1n, max: largest(currency.exponent) })),
    )
    fc.assert(
      fc.property(cases, ([currency, amountMinor]) => {
        const text = formatAmount(amountMinor, currency.exponent)
        expect(parseAmount(text, currency)).toEqual({ ok: true, value: amountMinor })
      }),
      { numRuns: 2000 },
    )
  })

  it('are the same number with zeros added, and refused with any other digit beyond the exponent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.integer({ min: 1, max: 16 }), (minor, zeros) => {
        const text = formatAmount(minor, 2)
        expect(parseAmount(text + '0'.repeat(zeros), usd)).toEqual({ ok: true, value: minor })
        const tooPrecise = `${text}${'0'.repeat(zeros - 1)}1`
        expect(parseAmount(tooPrecise, usd)).toEqual({ ok: false, error: 'TOO_PRECISE' })
      }),
    )
  })

  it('never throw, whatever is given for one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.double().map(String)), anyCurrency, (text, currency) => {
        const parsed = parseAmount(text, currency)
        if (parsed.ok) expect(parsed.value > 0n && parsed.value <= maxAmountMinor).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['999999999999999', 'TOO_LARGE', { code: 'WEI', exponent: 18 }],
    ['10000.50', 'TOO_PRECISE', ugx],
    ['0.000', 'NOT_POSITIVE', kwd],
    [99.99, 'MALFORMED', usd],
    [null, 'MALFORMED', usd],
    ['1.00\n', 'MALFORMED', usd],
    ['1.0000000000000000000', 'MALFORMED', usd],
  ])('%s is refused as %s', (text, error, currency) => {
    expect(parseAmount(text, currency)).toEqual({ ok: false, error })
  })

  it('end at what a signed 64-bit column holds', () => {
    const nine = { code: 'BIG', exponent: 9 }
    expect(parseAmount('9223372036.854775807', nine)).toEqual({ ok: true, value: maxAmountMinor })
    expect(parseAmount('9223372036.854775808', nine)).toEqual({ ok: false, error: 'TOO_LARGE' })
  })

  it.each([
    [9999n, 2, '99.99'],
    [1n, 2, '0.01'],
    [10000n, 0, '10000'],
    [-5n, 3, '-0.005'],
    [0n, 2, '0.00'],
  ])('%s with exponent %i is written %s', (minor, exponent, text) => {
    expect(formatAmount(minor, exponent)).toBe(text)
  })
})

describe('prices and totals of items', () => {
  it('may be zero, unlike amounts', () => {
    expect(parsePrice('0.00', usd)).toEqual({ ok: true, value: 0n })
    expect(parseAmount('0.00', usd)).toEqual({ ok: false, error: 'NOT_POSITIVE' })
  })

  it.each([
    [1, '99.99', usd, 9999n],
    [3, '0.1', usd, 30n],
    [0.5, '0.01', usd, 1n],
    [0.1, '0.30', usd, 3n],
    [0.333, '1.00', usd, 33n],
    [1e-7, '1.00', usd, 0n],
    [2.5, '3', ugx, 8n],
    [1e9, '1.234', kwd, 1234000000000n],
  ])('%d × %s is exact, rounded half up to %s', (quantity, price, currency, total) => {
    expect(itemTotal(quantity, price, currency)).toEqual({ ok: true, value: total })
  })

  it('are exact for whole quantities', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (count, minor) => {
        const total = itemTotal(count, formatAmount(minor, 2), usd)
        expect(total).toEqual({ ok: true, value: BigInt(count) * minor })
      }),
    )
  })

  it('are at most half a minor unit away from the exact product', () => {
    const thousandths = fc.integer({ min: 1, max: 10_000_000 })
    fc.assert(
      fc.property(thousandths, fc.bigInt({ min: 0n, max: 10n ** 9n }), (thousandth, minor) => {
        const total = itemTotal(thousandth / 1000, formatAmount(minor, 2), usd)
        const error = total.ok ? total.value * 1000n - BigInt(thousandth) * minor : 501n
        expect(error > -500n && error <= 500n).toBe(true)
      }),
    )
  })

  it('are refused beyond the 64-bit column', () => {
    expect(itemTotal(1e9, '999999999999999.99', usd)).toEqual({ ok: false, error: 'TOO_LARGE' })
  })
})
