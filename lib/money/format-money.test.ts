import { expect, it } from 'vitest'
import { formatMoney } from '@/lib/money/format-money'

const money = (amountMinor: bigint, code: string, exponent: number) => ({ amountMinor, currency: { code, exponent } })

it.each([
  [money(9999n, 'USD', 2), 'en-US', '$99.99'],
  [money(-9999n, 'USD', 2), 'en-US', '-$99.99'],
  [money(1234n, 'KWD', 3), 'en', 'KWD\u00a01.234'],
  [money(10000n, 'UGX', 0), 'en', 'UGX\u00a010,000'],
  [money(12345n, 'HUF', 2), 'en', 'HUF\u00a0123.45'],
  [money(12345n, 'IQD', 3), 'en', 'IQD\u00a012.345'],
  [money(12500000n, 'USDT', 6), 'en', '12.500000\u00a0USDT'],
])('%o in %s is %s', (value, locale, text) => {
  expect(formatMoney(value, locale)).toBe(text)
})

it('shows every digit of an amount that no float holds', () => {
  expect(formatMoney(money(99999999999999999n, 'USD', 2), 'en-US')).toBe('$999,999,999,999,999.99')
})

it('writes the digits of the locale', () => {
  expect(formatMoney(money(123n, 'EGP', 2), 'ar-EG')).toContain('١٫٢٣')
})

it('has a plus, where it is wanted, for what is more than nothing', () => {
  const signed = (amountMinor: bigint) => formatMoney(money(amountMinor, 'USD', 2), 'en-US', 'exceptZero')
  expect([signed(100n), signed(0n), signed(-100n)]).toEqual(['+$1.00', '$0.00', '-$1.00'])
})
