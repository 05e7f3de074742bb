import { beforeEach, describe, expect, test } from 'vitest'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeAccount, newOcid, standing } from '@/lib/ledger/testing/make-account'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

let account: bigint

beforeEach(async () => {
  const { application } = await makeApplication({ name: 'Rooftop Books' })
  account = await makeAccount({ kind: 'APPLICATION', applicationId: application.id }, { amountMinor: 1000n })
})

const reference = 'bank transfer 2026-118'
const payoutOf = (id: bigint, amount: string, called = reference) =>
  ['payout', 'create', '--account', String(id), '--amount', amount, '--reference', called] as const
const pay = (amount: string, called = reference, id = account) => runCommand([...payoutOf(id, amount, called)])

test('what was paid outside leaves the account to the last minor unit, with its reference and who did it', async () => {
  const { out, exitCode } = await pay('USD=9.99')
  expect({ out, exitCode }).toEqual({
    out: expect.stringMatching(/^Paid out 9\.99 USD of account \d+ \(transfer \d+, bank transfer 2026-118\)\.\n$/),
    exitCode: 0,
  })
  expect(await standing(account)).toEqual({ balance: 1n, held: 0n })
  const [entry] = await sql(`SELECT actor, details FROM audit_entries WHERE subject = 'account ${account}'`)
  expect(entry).toMatchObject({ actor: expect.stringMatching(/^oc:/), details: expect.stringContaining(reference) })
  const { document } = await runJson(['payout', 'list'])
  expect(document).toMatchObject({
    payouts: expect.arrayContaining([expect.objectContaining({ reference, applicationName: 'Rooftop Books' })]),
  })
  expect((await runCommand(['payout', 'list'])).out).toMatch(/Rooftop Books .*9\.99 USD +out +bank transfer 2026-118/)
  expect(await checkLedger()).toEqual([])
})

test('the same transfer of the bank is booked once, also when it is booked by two at once', async () => {
  const both = await Promise.all([pay('USD=5.00'), pay('USD=5.00')])
  expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1])
  expect(both.map(({ err }) => err).join('')).toContain('is booked already')
  expect(await standing(account)).toEqual({ balance: 500n, held: 0n })
})

describe('nothing is booked', () => {
  test.each([
    ['of more than there is', 'USD=10.01', 'has 10.00 USD that is not held'],
    ['in another currency than that of the account', 'EUR=1.00', 'is in USD'],
  ])('%s', async (_, amount, words) => {
    const { err, exitCode } = await pay(amount)
    expect({ err, exitCode }).toEqual({ err: expect.stringContaining(words), exitCode: 1 })
    expect(await standing(account)).toEqual({ balance: 1000n, held: 0n })
  })

  test.each([
    [
      'of a reserve',
      () => makeAccount({ kind: 'PARTNER_RESERVE', ocid: newOcid() }, { amountMinor: 100n }),
      'PARTNER_RESERVE',
    ],
    [
      'of test money',
      () => makeAccount({ kind: 'MERCHANT', ocid: newOcid() }, { amountMinor: 100n, mode: 'TEST' }),
      'test money',
    ],
    ['of an account that is not there', async () => 999_999n, 'There is no account'],
  ])('%s', async (_, make, words) => {
    const other = await make()
    const { err, exitCode } = await pay('USD=1.00', reference, other)
    expect({ err, exitCode }).toEqual({ err: expect.stringContaining(words), exitCode: 1 })
    expect(await sql(`SELECT FROM payouts WHERE account_id = ${other}`)).toEqual([])
  })

  test.each([
    ['ab', 'USD=1.00'],
    [reference, '1.00'],
    [reference, 'USD=0.00'],
  ])('for the reference "%s" and the amount "%s"', async (called, amount) => {
    expect((await pay(amount, called)).exitCode).toBe(2)
    expect(await standing(account)).toEqual({ balance: 1000n, held: 0n })
  })
})

describe('a payout that comes back', () => {
  const transferOf = async () => {
    const { document } = await runJson([...payoutOf(account, 'USD=4.00')])
    return String((document as { transferId: string }).transferId)
  }
  const comeBack = (transfer: string) => runCommand(['payout', 'return', '--transfer', transfer, '--reason', 'refused'])

  test('is on the account again, once, also when two book it at once', async () => {
    const transfer = await transferOf()
    const both = await Promise.all([comeBack(transfer), comeBack(transfer)])
    expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1])
    expect(both.map(({ err }) => err).join('')).toContain('came back before')
    expect(await standing(account)).toEqual({ balance: 1000n, held: 0n })
    expect((await runCommand(['payout', 'list'])).out).toMatch(new RegExp(`${transfer} .*came back`))
    expect(await checkLedger()).toEqual([])
  })

  test('does not free its reference: another payout needs another name', async () => {
    await comeBack(await transferOf())
    expect((await pay('USD=4.00')).err).toContain('is booked already')
    expect((await pay('USD=4.00', 'bank transfer 2026-119')).exitCode).toBe(0)
  })

  test('is refused where there is none', async () => {
    expect(await comeBack('999999')).toMatchObject({ exitCode: 1, err: expect.stringContaining('No payout has') })
  })
})

test('an account that was paid out has nothing left', async () => {
  await pay('USD=10.00')
  expect(await standing(account)).toEqual({ balance: 0n, held: 0n })
  expect((await pay('USD=0.01', 'another')).err).toContain('has 0.00 USD')
})
