import { expect, test } from 'vitest'
import { makeBrowser, makePasskeyRow } from '@/lib/auth/testing/make-passkey'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

const credit = (email: string, amount: string) =>
  runCommand(['user', 'credit', '--email', email, '--amount', amount, '--reason', 'bank transfer 2026-118'])

async function walletsOf(email: string): Promise<unknown> {
  const { document } = await runJson(['user', 'show', '--email', email])
  return (document as { wallets: { balance: unknown }[] }).wallets.map(({ balance }) => balance)
}

test('a person is added with several balances, each to the last minor unit, and the audit log names who did it', async () => {
  const argv = ['user', 'add', '--email', ' Ada@Example.com', '--balance', 'USD=100.00', '--balance', 'UGX=50000']
  const { out, exitCode } = await runCommand(argv)
  expect({ out, exitCode }).toEqual({ out: 'Added ada@example.com with 100.00 USD and 50000 UGX.\n', exitCode: 0 })
  expect(await walletsOf('ada@example.com')).toEqual([
    { currency: 'UGX', amount: '50000', amountMinor: '50000' },
    { currency: 'USD', amount: '100.00', amountMinor: '10000' },
  ])
  const [entry] = await sql("SELECT * FROM audit_entries WHERE action = 'user.add'")
  expect(entry).toMatchObject({ subject: 'ada@example.com', details: 'with 100.00 USD and 50000 UGX' })
  expect(entry?.actor).toMatch(/^oc:.+@.+/)
  expect(await checkLedger()).toEqual([])
})

test('a person who is there already is not added again, and gets no second balance', async () => {
  await runCommand(['user', 'add', '--email', 'twice@example.com', '--balance', 'USD=1.00'])
  const { err, exitCode } = await runCommand(['user', 'add', '--email', 'TWICE@example.com', '--balance', 'USD=1.00'])
  expect(exitCode).toBe(1)
  expect(err).toContain('is there already')
  expect(await walletsOf('twice@example.com')).toMatchObject([{ amountMinor: '100' }])
  expect(await countOf('audit_entries', "subject = 'twice@example.com'")).toBe(1)
})

test('one currency twice among the balances is refused instead of guessed at', async () => {
  const argv = ['user', 'add', '--email', 'two@example.com', '--balance', 'USD=1.00', '--balance', 'USD=2.00']
  expect(await runCommand(argv)).toMatchObject({ exitCode: 2, err: 'USD is given twice: add the two amounts up.\n' })
  expect(await countOf('users', "email = 'two@example.com'")).toBe(0)
})

test('one wrong balance among right ones adds nobody', async () => {
  const argv = ['user', 'add', '--email', 'half@example.com', '--balance', 'USD=1.00', '--balance', 'UGX=0.5']
  expect(await runCommand(argv)).toMatchObject({
    out: '',
    err: expect.stringContaining('0 decimal digits'),
    exitCode: 2,
  })
  expect(await countOf('users', "email = 'half@example.com'")).toBe(0)
})

test('a person who was only added has not signed in', async () => {
  await runCommand(['user', 'add', '--email', 'new@example.com'])
  expect((await runCommand(['user', 'show', '--email', 'new@example.com'])).out).toContain('has never signed in')
})

test('a credit reaches the wallet once, and its reason stands in the audit log beside the transfer', async () => {
  await runCommand(['user', 'add', '--email', 'kwd@example.com'])
  const { out } = await credit('kwd@example.com', 'KWD=10.005')
  const [transfer] = await sql("SELECT id, reason FROM transfers WHERE currency = 'KWD'")
  expect(transfer?.reason).toBe('CREDIT')
  expect(out).toBe(
    `Credited 10.005 KWD to kwd@example.com (transfer ${transfer?.id}). The wallet has 10.005 KWD now.\n`,
  )
  const entries = await sql("SELECT details FROM audit_entries WHERE action = 'user.credit'")
  expect(entries).toEqual([{ details: `10.005 KWD, transfer ${transfer?.id}: bank transfer 2026-118` }])
})

test('under one reference a person is credited once, however often and at whatever moment the command runs', async () => {
  await runCommand(['user', 'add', '--email', 'once@example.com'])
  await runCommand(['user', 'add', '--email', 'other@example.com'])
  const named = ['--amount', 'USD=3.00', '--reason', 'paid in', '--reference', ' bank  2026-120']
  const pay = (email: string) => runCommand(['user', 'credit', '--email', email, ...named])
  const outcomes = await Promise.all([1, 2, 3].map(() => pay('once@example.com')))
  expect(outcomes.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1, 1])
  expect((await pay('once@example.com')).err).toContain('"bank 2026-120" is booked already, as a credit')
  expect(await walletsOf('once@example.com')).toMatchObject([{ amountMinor: '300' }])
  expect(await countOf('audit_entries', "subject = 'once@example.com' AND action = 'user.credit'")).toBe(1)
  // One bank transfer can be for two people.
  expect(await pay('other@example.com')).toMatchObject({ exitCode: 0 })
})

test('what was booked under a reference stays so', async () => {
  for (const change of [
    "UPDATE booking_references SET reference = 'another'",
    'DELETE FROM booking_references',
    'TRUNCATE booking_references',
  ])
    await expect(sql(change)).rejects.toThrow('what was booked under a name stays so')
})

test('nobody is credited, and nothing is written, when the person or the money is unknown', async () => {
  const before = await countOf('transfers')
  expect(await credit('nobody@example.com', 'USD=1.00')).toMatchObject({ exitCode: 1 })
  expect(await credit('kwd@example.com', 'USD=1.001')).toMatchObject({ exitCode: 2 })
  expect(await credit('kwd@example.com', 'XAU=1')).toMatchObject({ exitCode: 2 })
  expect(await countOf('transfers')).toBe(before)
})

test('a credit beyond what the database can hold is refused in a sentence, and leaves no audit entry', async () => {
  await runCommand(['user', 'add', '--email', 'rich@example.com'])
  const most = 'USDT=9.223372036854775807'
  process.env.CURRENCIES = 'USD,USDT:18'
  expect(await credit('rich@example.com', most)).toMatchObject({ exitCode: 0 })
  const again = await credit('rich@example.com', most)
  delete process.env.CURRENCIES
  expect(again).toMatchObject({
    out: '',
    exitCode: 1,
    err: expect.stringContaining('larger than the database can hold'),
  })
  expect(await countOf('audit_entries', "subject = 'rich@example.com' AND action = 'user.credit'")).toBe(1)
})

test('the list says when there are more people than it shows', async () => {
  const { document } = await runJson(['user', 'list', '--limit', '1'])
  expect(document).toMatchObject({ users: [{ email: 'rich@example.com' }], hasMore: true })
})

test('a person has the reference that others name, given or made up, and shows it', async () => {
  await runCommand(['user', 'add', '--email', 'named@example.com', '--reference', 'named.one', '--ocid', '4711'])
  const { out } = await runCommand(['user', 'show', '--email', 'named@example.com'])
  expect(out).toContain('receives as named.one, and as OCID 4711\n')
  const { document } = await runJson(['user', 'add', '--email', 'unnamed@example.com'])
  expect(document).toMatchObject({ reference: expect.stringMatching(/^u_[0-9a-f]{20}$/), ocid: null })
})

test.each([
  ['reference', ['--reference', 'named.one']],
  ['OCID', ['--ocid', '4711']],
])('the %s of another is refused, and nobody is added', async (_, names) => {
  const { err, exitCode } = await runCommand([
    'user',
    'add',
    '--email',
    'copy@example.com',
    '--balance',
    'USD=1',
    ...names,
  ])
  expect({ err, exitCode }).toEqual({
    err: 'That reference or OCID is of another person already. Choose another.\n',
    exitCode: 1,
  })
  expect(await countOf('users', "email = 'copy@example.com'")).toBe(0)
})

test('passkeys that are lost are removed with the amounts that they protected, all browsers are out, and the log says why', async () => {
  await runCommand(['user', 'add', '--email', 'lost@example.com'])
  const [user] = await sql("SELECT id FROM users WHERE email = 'lost@example.com'")
  const userId = String(user?.id)
  await makeBrowser(userId)
  await makePasskeyRow(userId)
  await makePasskeyRow(userId)
  await sql(`INSERT INTO confirmation_limits VALUES ('${userId}', 'USD', 0)`)
  const argv = ['user', 'forget-passkeys', '--email', 'lost@example.com', '--reason', 'came with a passport']
  expect(await runCommand(argv)).toMatchObject({ out: 'Removed 2 passkeys of lost@example.com.\n', exitCode: 0 })
  for (const table of ['passkeys', 'confirmation_limits', 'sessions']) {
    expect(await countOf(table, `user_id = '${userId}'`), table).toBe(0)
  }
  const [entry] = await sql("SELECT * FROM audit_entries WHERE action = 'user.forget-passkeys'")
  expect(entry).toMatchObject({ subject: 'lost@example.com', details: '2 removed: came with a passport' })
})
