import { beforeAll, expect, test } from 'vitest'
import { sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { ledgerRules } from '@/lib/ledger/check-ledger'
import { makeAccount, makeWallet } from '@/lib/ledger/testing/make-account'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

let wallet: bigint

beforeAll(async () => {
  wallet = await makeWallet(12_345n, 'KWD')
  await makeAccount({ kind: 'MERCHANT_GATEWAY', ocid: 300 }, { amountMinor: 500n })
})

test('books that hold are shown rule by rule, with exit code 0', async () => {
  const { out, exitCode } = await runCommand(['ledger', 'check'])
  expect(exitCode).toBe(0)
  for (const rule of ledgerRules) expect(out).toContain(`ok     ${rule}`)
  expect(out).toMatch(/The books hold\.\nThey have 2 transfers, the last one [0-9]+ of 20\d\d-/)
})

test('a broken rule is shown with the row that breaks it, and the exit code is 1', async () => {
  const change = (sign: string) =>
    `UPDATE ledger_accounts SET balance_minor = balance_minor ${sign} 7 WHERE id = ${wallet}`
  await sqlWithoutGuards(change('+'))
  const [text, json] = [await runCommand(['ledger', 'check']), await runJson(['ledger', 'check'])]
  await sqlWithoutGuards(change('-'))
  expect(text.exitCode).toBe(1)
  expect(text.out).toContain("FAULT  every account's balance equals its posted transfers\n         account ")
  expect(json).toMatchObject({ exitCode: 1, document: { holds: false } })
})

test('accounts are listed with their owner and the digits of their currency', async () => {
  const { out } = await runCommand(['ledger', 'accounts'])
  expect(out).toMatch(/USER_WALLET +LIVE +\S+@people.example +12\.345 KWD/)
  expect(out).toMatch(/MERCHANT_GATEWAY +LIVE +OCID 300 +5\.00 USD/)
  expect(out).toMatch(/CASH_IN +LIVE +- +-5\.00 USD/)
})

test('one kind of account can be asked for, and bigints are text', async () => {
  const { document } = await runJson(['ledger', 'accounts', '--kind', 'MERCHANT_GATEWAY'])
  expect(document).toMatchObject({
    accounts: [{ kind: 'MERCHANT_GATEWAY', ocid: 300, balance: { amount: '5.00', amountMinor: '500' } }],
    hasMore: false,
  })
})
