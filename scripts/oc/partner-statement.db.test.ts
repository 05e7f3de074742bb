import { beforeAll, expect, test } from 'vitest'
import { sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import {
  createReceivingLab,
  makeRecipient,
  merchant,
  partner,
  prove,
  provider,
  transferBody,
} from '@/lib/receiving/testing/receiving-lab'
import { finishStep } from '@/lib/settlement/finish-step'
import { giveUpSettlement } from '@/lib/settlement/give-up-settlement'
import { findSettlement } from '@/lib/settlement/live-settlement-store'
import { makeHandedSettlement, makeUnknownSettlement, type Stuck } from '@/lib/settlement/testing/stuck-settlement'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

const HOUSE = 700
let lost: Stuck

/** Moves everything that has happened so far to this moment. */
const happenedAt = (moment: string) =>
  sqlWithoutGuards(
    `UPDATE transfers SET resolved_at = '${moment}' WHERE resolved_at > now() - interval '1 hour'`,
    `UPDATE settlements SET ended_at = '${moment}' WHERE ended_at > now() - interval '1 hour'`,
  )
const statement = (ocid: number, from: string, to: string, ...more: string[]) =>
  runCommand(['partner', 'statement', '--ocid', String(ocid), '--from', from, '--to', to, ...more])
const rowsOf = (csv: string) =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))

beforeAll(async () => {
  const lab = await createReceivingLab()
  await runCommand(['partner', 'add', '--ocid', String(partner), '--their-reserve', 'USD=50.00'])
  await happenedAt('2026-03-01T23:59:59.999Z')
  await lab.transfer(partner, transferBody({ amount: '7.00', from: { ocid: partner, reference: '=HYPERLINK("x")' } }))
  await happenedAt('2026-03-02T00:00:00Z')
  await lab.transfer(partner, transferBody({ from: { ocid: partner, reference: 'inv, "9"' } }))
  await happenedAt('2026-03-03T23:59:59.999Z')
  const { reference } = await makeRecipient()
  await lab.tell(provider, prove({ to: { ocid: 200, reference } }))
  await happenedAt('2026-03-04T10:00:00Z')
  lost = await makeHandedSettlement(HOUSE)
  await happenedAt('2026-03-05T10:00:00Z')
  await inTransaction((tx) => giveUpSettlement(tx, lost.id, { reason: 'it took it', isReserveSpent: true }))
  await happenedAt('2026-03-06T10:00:00Z')
  await lab.close()
})

test('each movement has the balance after it, between what stood there before and what stands there then', async () => {
  const { out, exitCode } = await statement(partner, '2026-03-02', '2026-03-03')
  expect(exitCode).toBe(0)
  const [header, opening, first, second, closing, ...more] = rowsOf(out)
  expect(header).toEqual('account,currency,time,entry,amount,balance,payment,txid,reference,transfer'.split(','))
  const theirs = ['their-reserve', 'USD']
  expect(opening?.slice(0, 6)).toEqual([...theirs, '2026-03-02T00:00:00.000Z', 'opening balance', '', '50.00'])
  expect(first?.slice(0, 6)).toEqual([...theirs, '2026-03-02T00:00:00.000Z', 'partner transfer', '-7.00', '43.00'])
  expect(second?.slice(0, 6)).toEqual([...theirs, '2026-03-03T23:59:59.999Z', 'partner transfer', '-5.00', '38.00'])
  expect(first?.[7]).toMatch(/^tx_[0-9a-f]{32}$/)
  expect(closing?.slice(0, 6)).toEqual([...theirs, '2026-03-04T00:00:00.000Z', 'closing balance', '', '38.00'])
  expect(more).toEqual([])
})

test('the closing balance of one span is the opening balance of the next', async () => {
  const balances = async (from: string, to: string) => {
    const rows = rowsOf((await statement(partner, from, to)).out)
    return [rows[1]?.[5], rows.at(-1)?.[5]]
  }
  const spans = [
    await balances('2026-02-01', '2026-03-01'),
    await balances('2026-03-02', '2026-03-02'),
    await balances('2026-03-03', '2026-04-01'),
  ]
  expect(spans).toEqual([
    ['0.00', '50.00'],
    ['50.00', '43.00'],
    ['43.00', '38.00'],
  ])
})

test('a reference that a spreadsheet would run is text, one with commas and quotes stays one cell', async () => {
  const { out } = await statement(partner, '2026-03-02', '2026-03-03')
  expect(out).toContain(`,"'=HYPERLINK(""x"")",`)
  expect(out).toContain(',"inv, ""9""",')
})

test('the account of a merchant has what was paid into it, with the reference that the payer gave', async () => {
  const { document } = await runJson([
    ...['partner', 'statement', '--ocid', String(merchant), '--account', 'merchant'],
    ...['--from', '2026-03-02', '--to', '2026-03-03'],
  ])
  expect(document).toMatchObject({
    accounts: [
      {
        account: 'merchant',
        opening: { amount: '0.00' },
        movements: [
          { amount: { amount: '7.00' }, reference: 'invoice 7' },
          { amount: { amount: '5.00' }, balance: { amountMinor: '1200' } },
        ],
        closing: { amount: '12.00' },
      },
    ],
  })
})

test('our reserve goes up by what a provider proves to have for us, and down by what it took', async () => {
  const received = rowsOf((await statement(provider, '2026-03-04', '2026-03-04')).out)
  expect(received[2]?.slice(3, 6)).toEqual(['receipt', '5.00', '5.00'])
  expect(received[2]?.[8]).toMatch(/^u_/)
  const [, , loss] = rowsOf((await statement(HOUSE, '2026-03-06', '2026-03-06', '--account', 'our-reserve')).out)
  const about = [lost.paymentId, '', lost.paymentId]
  expect(loss?.slice(0, 9)).toEqual([
    'our-reserve',
    'USD',
    '2026-03-06T10:00:00.000Z',
    'reserve loss',
    '-5.00',
    '95.00',
    ...about,
  ])
})

test('a loss has the txid of the proof that came for it in the end', async () => {
  const proof = { txid: 'tx_theirs', from: { ocid: 200, reference: lost.paymentId } }
  await sql(`INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key)
    VALUES (${HOUSE}, 'tx_theirs', '${lost.paymentId}', 200, ${HOUSE}, '${canonicalJson(proof)}', '00', '00')`)
  const { out } = await statement(HOUSE, '2026-03-06', '2026-03-06')
  expect(out).toContain(`,${lost.paymentId},tx_theirs,${lost.paymentId},`)
})

test('a settled payment has the reference and the txid under which the provider has it', async () => {
  const paid = await makeUnknownSettlement(HOUSE)
  const settlement = await findSettlement(paid.id)
  const [step] = settlement?.steps ?? []
  if (!settlement || !step) throw new Error('the settlement is gone')
  const ends = { from: { ocid: 200, reference: step.reference }, to: { ocid: 300 } }
  const proof = { txid: 'tx_paid', issuer: HOUSE, ...ends, amount: '5.00', currency: 'USD', timestamp: 0 }
  await finishStep(settlement, step, { proof, signature: '00', publicKey: testPerson('house').key })
  await happenedAt('2026-03-07T10:00:00Z')
  const [, , payment] = rowsOf(
    (await statement(HOUSE, '2026-03-07', '2026-03-07')).out.replace(/^.*opening reserve.*\n/m, ''),
  )
  const about = [paid.paymentId, 'tx_paid', paid.paymentId]
  expect(payment?.slice(3, 9)).toEqual(['payment', '-5.00', '190.00', ...about])
})

test.each([
  ['a span that ends before it begins', ['--from', '2026-03-02', '--to', '2026-03-01'], 2],
  ['an account that is not there', ['--from', '2026-03-01', '--to', '2026-03-02', '--account', 'gateway'], 1],
  ['a currency that it has not', ['--from', '2026-03-01', '--to', '2026-03-02', '--currency', 'KWD'], 1],
])('%s is refused', async (_, options, exitCode) => {
  const refused = await runCommand(['partner', 'statement', '--ocid', String(partner), ...options])
  expect(refused).toMatchObject({ out: '', exitCode })
})
