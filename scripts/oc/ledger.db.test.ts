import { beforeAll, expect, test } from 'vitest'
import { sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { ledgerRules } from '@/lib/ledger/check-ledger'
import { makeAccount, makeWallet } from '@/lib/ledger/testing/make-account'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

let wallet: bigint

beforeAll(async () => {
  for (let made = 0; made < 10; made++) await makeWallet(1n, 'UGX')
  wallet = await makeWallet(12_345n, 'KWD')
  await makeAccount({ kind: 'MERCHANT_GATEWAY', ocid: 300 }, { amountMinor: 500n })
})

test('books that hold are shown rule by rule, with exit code 0', async () => {
  const { out, exitCode } = await runCommand(['ledger', 'check'])
  expect(exitCode).toBe(0)
  for (const rule of ledgerRules) expect(out).toContain(`ok     ${rule}`)
  const extent = await sql('SELECT count(*)::int AS count, max(id)::int AS last FROM transfers')
  // Past nine a number is longer and comes before others in a dictionary.
  expect(Number(extent[0]?.last)).toBeGreaterThan(9)
  expect(out).toContain(
    `The books hold.\nThey have ${extent[0]?.count} transfers, the last one ${extent[0]?.last} of 20`,
  )
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
