import { expect, test } from 'vitest'
import { parseCurrencyList } from '@/lib/money/currency'
import { moneyJson, moneyText, parseMoneyOption } from './money-text'

const list = parseCurrencyList('USD,UGX,KWD,USDT:6')
if (!list.ok) throw new Error(list.error)
const currencies = list.value

const read = (text: string) => parseMoneyOption(text, currencies)

test.each([
  ['USD=100.00', 10_000n],
  ['UGX=10000.00', 10_000n],
  ['KWD=1.5', 1_500n],
  ['USDT=0.000001', 1n],
])('%s is read to the last minor unit', (text, amountMinor) => {
  expect(read(text)).toMatchObject({ ok: true, value: { amountMinor } })
})

test.each([
  ['USD', 'CURRENCY=amount'],
  ['USD=1=2', 'CURRENCY=amount'],
  ['XYZ=1', 'CURRENCIES'],
  ['usd=1', 'CURRENCIES'],
  ['USD=', 'write digits'],
  ['USD=1,000.00', 'write digits'],
  ['USD=-1', 'write digits'],
  ['USD=1e3', 'write digits'],
  ['USD=0', 'greater than zero'],
  ['UGX=10.50', '0 decimal digits'],
  ['USD=0.001', '2 decimal digits'],
])('%s is refused, and the sentence says how to write it', (text, words) => {
  expect(read(text)).toEqual({ ok: false, error: expect.stringContaining(words) })
})

test('money is shown with the digits of its currency', () => {
  expect(moneyText(10_000n, 'USD', currencies)).toBe('100.00 USD')
  expect(moneyText(10_000n, 'UGX', currencies)).toBe('10000 UGX')
  expect(moneyText(-5n, 'KWD', currencies)).toBe('-0.005 KWD')
  expect(moneyText(1_000n, 'EUR', currencies)).toBe('10.00 EUR')
})

test('money in a code that was taken off the list keeps its minor units instead of guessed digits', () => {
  expect(moneyText(1_000_000n, 'USDC', currencies)).toContain('1000000 minor units of USDC')
  expect(moneyJson(1_000_000n, 'USDC', currencies)).toEqual({ currency: 'USDC', amount: null, amountMinor: 1_000_000n })
})
