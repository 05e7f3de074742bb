import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import {
  balanceOf,
  createReceivingLab,
  type Envelope,
  makeRecipient,
  prove,
  provider,
  type ReceivingLab,
} from '@/lib/receiving/testing/receiving-lab'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

let lab: ReceivingLab
let lost: Envelope
let found: Envelope

beforeAll(async () => {
  lab = await createReceivingLab()
  const { reference } = await makeRecipient()
  ;[lost, found] = [prove({ amount: '7.50' }), prove({ to: { ocid: 200, reference } })]
  for (const told of [lost, found]) await lab.tell(provider, told)
  await runCommand(['user', 'add', '--email', 'ada@example.com'])
  await runCommand(['partner', 'add', '--ocid', '305'])
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

const assign = ({ proof }: Envelope, ...to: string[]) =>
  runCommand(['proofs', 'assign', '--issuer', String(provider), '--txid', String(proof.txid), ...to])

test('the list shows every proof that moved money to us, and whose money waits', async () => {
  const { out } = await runCommand(['proofs', 'list'])
  expect(out).toContain(`${found.proof.txid}  5.00 USD`)
  const { document } = await runJson(['proofs', 'list', '--unmatched'])
  expect(document).toMatchObject({
    proofs: [{ issuer: provider, txid: lost.proof.txid, kind: 'UNMATCHED', amount: '7.50', to: lost.proof.to }],
    hasMore: false,
  })
})

test.each([
  ['to nobody', []],
  ['to somebody who is not there', ['--email', 'nobody@example.com']],
  ['to a stranger', ['--partner', '306']],
])('money is not assigned %s', async (_, to) => {
  const before = await countOf('transfers')
  expect((await assign(lost, ...to)).exitCode).not.toBe(0)
  expect(await countOf('transfers')).toBe(before)
})

test('money that waits is assigned to a person once, whole, and the audit log says by whom', async () => {
  const attempts = Array.from({ length: 5 }, () => assign(lost, '--email', 'ada@example.com'))
  const outcomes = await Promise.all(attempts)
  expect(outcomes.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1)
  expect(outcomes.filter(({ err }) => err.includes('was assigned before'))).toHaveLength(4)
  const [user] = await sql("SELECT id FROM users WHERE email = 'ada@example.com'")
  expect(await balanceOf('USER_WALLET', String(user?.id))).toBe(750)
  expect(await balanceOf('SUSPENSE', null)).toBe(0)
  expect(await countOf('audit_entries', "action = 'proof.assign'")).toBe(1)
  expect((await runCommand(['proofs', 'list', '--unmatched'])).out).toBe('No money waits in suspense.\n')
})

test("or to a partner's reserve, which is opened for it", async () => {
  const told = prove()
  await lab.tell(provider, told)
  const { out } = await assign(told, '--partner', '305')
  expect(out).toMatch(/^5\.00 USD of proof tx_[0-9a-f]{32} went to partner 305 \(transfer \d+\)\.\n$/)
  expect(await balanceOf('PARTNER_RESERVE', 305)).toBe(500)
})

test('what somebody was credited for, or was never received, cannot be assigned', async () => {
  expect(await assign(found, '--partner', '305')).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('was credited'),
  })
  expect(await assign(prove(), '--partner', '305')).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('No proof'),
  })
})
