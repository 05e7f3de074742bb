import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { newOcid } from '@/lib/ledger/testing/make-account'
import { sendMoney } from './send-money'
import { dollarsOf, type LabPerson, orderOf, personWith } from './testing/people-lab'

vi.stubEnv('GATEWAY_MODE', 'development')
useTestDatabase()

let ada: LabPerson
let ben: LabPerson

beforeEach(async () => {
  ada = await personWith(1000n)
  ben = await personWith(0n)
})

const balances = () => Promise.all([ada, ben].map(dollarsOf))

test.each<[string, () => Promise<string>]>([
  ['email address, however it is written', async () => ` ${ben.email.toUpperCase()} `],
  ['reference', async () => ben.reference],
  [
    'OCID',
    async () => {
      const ocid = newOcid()
      await sql(`UPDATE users SET ocid = ${ocid} WHERE id = '${ben.id}'`)
      return String(ocid)
    },
  ],
])('money is sent to somebody by %s', async (_, name) => {
  expect(await sendMoney(orderOf(ada, { to: await name(), amount: '2.50' }))).toEqual({ ok: true, value: 'move' })
  expect(await balances()).toEqual([750n, 250n])
  expect(await checkLedger()).toEqual([])
})

test('fifty sendings at once never overdraw the wallet, and what arrives is what left', async () => {
  const sent = await Promise.all(
    Array.from({ length: 50 }, () => sendMoney(orderOf(ada, { to: ben.email, amount: '0.70' }))),
  )
  const moved = sent.filter(({ ok }) => ok).length
  expect(moved).toBe(14)
  expect(sent.filter((one) => !one.ok && one.error !== 'INSUFFICIENT_FUNDS')).toEqual([])
  expect(await balances()).toEqual([20n, 980n])
  expect(await checkLedger()).toEqual([])
})

test('two people who send to each other at once do not wait for each other for ever', async () => {
  const cleo = await personWith(1000n)
  const orders = Array.from({ length: 10 }, () => [
    sendMoney(orderOf(ada, { to: cleo.email, amount: '0.10' })),
    sendMoney(orderOf(cleo, { to: ada.email, amount: '0.10' })),
  ]).flat()
  expect((await Promise.all(orders)).every(({ ok }) => ok)).toBe(true)
  expect([await dollarsOf(ada), await dollarsOf(cleo)]).toEqual([1000n, 1000n])
  expect(await checkLedger()).toEqual([])
})

test('one form that is sent twenty times at once, and again later, moves money once', async () => {
  const order = orderOf(ada, { to: ben.email, memo: 'lunch' })
  const sent = await Promise.all(Array.from({ length: 20 }, () => sendMoney(order)))
  expect(sent.filter((one) => one.ok && one.value === 'move')).toHaveLength(1)
  expect(sent.filter((one) => one.ok && one.value === 'already')).toHaveLength(19)
  expect(await sendMoney(order)).toEqual({ ok: true, value: 'already' })
  expect(await balances()).toEqual([900n, 100n])
})

test('a form that was used is not used for anything else, and tells nothing about other addresses', async () => {
  const key = randomUUID()
  await sendMoney(orderOf(ada, { to: ben.email }, key))
  const cleo = await personWith(0n)
  const refused = { ok: false, error: 'FORM_USED' }
  for (const change of [{ to: cleo.email }, { to: 'nobody@example.com' }]) {
    expect(await sendMoney(orderOf(ada, change, key))).toEqual(refused)
  }
  expect(await sendMoney(orderOf(ada, { to: ben.email, amount: '1.01' }, key))).toEqual(refused)
  expect(await sendMoney(orderOf(ada, { to: ben.email, memo: 'x' }, key))).toEqual(refused)
  expect(await balances()).toEqual([900n, 100n])
  expect(await sendMoney(orderOf(await personWith(500n), { to: ben.email }, key))).toMatchObject({ ok: true })
})

describe('nothing moves', () => {
  test.each<[string, () => { to: string; amount?: string; currency?: string }, string]>([
    ['to oneself by address', () => ({ to: ada.email }), 'SENT_TO_SELF'],
    ['to oneself by reference', () => ({ to: ada.reference }), 'SENT_TO_SELF'],
    ['to an address that nobody has', () => ({ to: 'nobody@example.com' }), 'RECIPIENT_UNKNOWN'],
    ['to a reference that nobody has', () => ({ to: 'u_nobody' }), 'RECIPIENT_UNKNOWN'],
    ['to an OCID that no person has', () => ({ to: '404404' }), 'RECIPIENT_UNKNOWN'],
    ['of more than there is', () => ({ to: ben.email, amount: '10.01' }), 'INSUFFICIENT_FUNDS'],
    ['of a currency that there is none of', () => ({ to: ben.email, currency: 'EUR' }), 'INSUFFICIENT_FUNDS'],
    [
      'to an unknown address either, when there is no money: that one is not asked about',
      () => ({ to: 'nobody@example.com', amount: '10.01' }),
      'INSUFFICIENT_FUNDS',
    ],
  ])('%s', async (_, typed, problem) => {
    const before = await countOf('transfers')
    expect(await sendMoney(orderOf(ada, typed()))).toEqual({ ok: false, error: problem })
    expect(await countOf('transfers')).toBe(before)
    expect(await balances()).toEqual([1000n, 0n])
  })
})

test('whoever tries one address after the other is stopped after sixty in an hour', async () => {
  const tried = []
  for (let n = 0; n < 62; n++) tried.push(await sendMoney(orderOf(ada, { to: `nobody${n}@example.com` })))
  expect(tried.slice(0, 60).every((one) => !one.ok && one.error === 'RECIPIENT_UNKNOWN')).toBe(true)
  expect(tried.slice(60)).toEqual([0, 1].map(() => ({ ok: false, error: 'TOO_MANY_LOOKUPS' })))
})
