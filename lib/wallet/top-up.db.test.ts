import { beforeEach, describe, expect, test } from 'vitest'
import { countOf } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeUser } from '@/lib/ledger/testing/make-account'
import { parseCurrencyList } from '@/lib/money/currency'
import { creditWallet } from './credit-wallet'
import { topUp } from './top-up'

useTestDatabase()

const parsed = parseCurrencyList('USD,UGX,KWD')
if (!parsed.ok) throw new Error(parsed.error)
const currencies = parsed.value

let userId: string

beforeEach(async () => {
  userId = await makeUser()
})

const add = (amount: string, currencyCode = 'USD') => topUp({ userId, currencyCode, amount }, currencies)
const balances = async () => {
  const wallets = await readWalletBalances(userId, 'LIVE')
  return Object.fromEntries(wallets.map(({ currency, availableMinor }) => [currency, availableMinor]))
}

test('money is added to the wallet of its currency, which is opened by the first', async () => {
  for (const amount of ['10', '0.01', ' 5.50 ']) expect(await add(amount)).toEqual({ ok: true, value: true })
  await add('1000', 'UGX')
  await add('1.001', 'KWD')
  expect(await balances()).toEqual({ USD: 1551n, UGX: 1000n, KWD: 1001n })
  expect(await checkLedger()).toEqual([])
})

test('an amount is added as a phone types it', async () => {
  for (const amount of ['1,50', '١٫٢٥', '۲']) expect(await add(amount)).toEqual({ ok: true, value: true })
  expect(await balances()).toEqual({ USD: 475n })
})

test('twenty first additions at once open one wallet, and none is lost', async () => {
  await Promise.all(Array.from({ length: 20 }, () => add('1')))
  expect(await balances()).toEqual({ USD: 2000n })
})

describe('nothing is added', () => {
  test.each([
    ['', 'USD', 'INVALID_AMOUNT'],
    ['0', 'USD', 'INVALID_AMOUNT'],
    ['-5', 'USD', 'INVALID_AMOUNT'],
    ['1,500', 'USD', 'INVALID_AMOUNT'],
    ['1,50', 'UGX', 'INVALID_AMOUNT'],
    ['1e3', 'USD', 'INVALID_AMOUNT'],
    ['٥٬٠٠٠', 'USD', 'INVALID_AMOUNT'],
    ['0.001', 'USD', 'INVALID_AMOUNT'],
    ['0.5', 'UGX', 'INVALID_AMOUNT'],
    ['1000000.01', 'USD', 'LIMIT_EXCEEDED'],
    ['1000001', 'UGX', 'LIMIT_EXCEEDED'],
    ['1', 'EUR', 'UNKNOWN_CURRENCY'],
    ['1', 'usd', 'UNKNOWN_CURRENCY'],
    ['1', '__proto__', 'UNKNOWN_CURRENCY'],
  ])('for %j of %s', async (amount, currency, problem) => {
    const before = await countOf('transfers')
    expect(await add(amount, currency)).toEqual({ ok: false, error: problem })
    expect([await balances(), await countOf('transfers')]).toEqual([{}, before])
  })
})

test('a million whole units is the most at a time', async () => {
  expect(await add('1000000')).toMatchObject({ ok: true })
  expect(await balances()).toEqual({ USD: 100_000_000n })
})

test('play money and money are in wallets of their own', async () => {
  const money = { amountMinor: 5n, currency: { code: 'USD', exponent: 2 } }
  await creditWallet({ userId, mode: 'TEST', money, reason: 'CREDIT' })
  expect(await balances()).toEqual({})
  expect(await readWalletBalances(userId, 'TEST')).toMatchObject([{ currency: 'USD', availableMinor: 5n }])
})
