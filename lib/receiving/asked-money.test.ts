import { expect, test } from 'vitest'
import { parseCurrencyList } from '@/lib/money/currency'
import type { Partner } from '@/lib/partners/partner-store'
import { readAskedMoney } from './asked-money'

const list = parseCurrencyList('USD,UGX,KWD')
const held = list.ok ? list.value : new Map()
const agreedOn = (...currencies: string[]): Partner => ({
  ocid: 1,
  gatewayAccount: false,
  merchantAccount: false,
  blocked: false,
  currencies,
  capabilities: [],
})
const read = (amount: string, currency: string, partner: Partner | null = null) =>
  readAskedMoney({ amount, currency }, held, partner)

test.each([
  ['4.5', 'USD', 450n],
  ['10000.00', 'UGX', 10_000n],
  ['1.005', 'KWD', 1005n],
])('%s %s is read in minor units', (amount, currency, amountMinor) => {
  expect(read(amount, currency)).toMatchObject({ ok: true, value: { amountMinor } })
})

test.each([
  ['10000.50', 'UGX'],
  ['0.001', 'USD'],
])('%s %s has too many digits', (amount, currency) => {
  expect(read(amount, currency)).toMatchObject({ ok: false, error: { code: 'INVALID_REQUEST' } })
})

test('a currency that nobody holds, or that was not agreed on, is a mismatch that names those that are', () => {
  expect(read('1', 'EUR')).toMatchObject({
    error: { code: 'CURRENCY_MISMATCH', details: { currencies: ['USD', 'UGX', 'KWD'] } },
  })
  expect(read('1', 'USD', agreedOn('KWD', 'EUR'))).toMatchObject({
    error: { code: 'CURRENCY_MISMATCH', details: { currencies: ['KWD'] } },
  })
  expect(read('1', 'KWD', agreedOn('KWD', 'EUR'))).toMatchObject({ ok: true })
  expect(read('1', 'USD', agreedOn())).toMatchObject({ ok: true })
})
