import { beforeAll, describe, expect, test } from 'vitest'
import { sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import {
  type MadePayment,
  makePayment,
  makeSettledPayment,
  settlingStatements,
} from '@/lib/settlement/testing/make-payment'
import { checkLedger, ledgerRules } from './check-ledger'
import { applicationBreaks, makeApplicationMoney } from './testing/application-breaks'
import type { Break } from './testing/ledger-break'
import { makeWallet } from './testing/make-account'
import { makePayout, payoutBreaks } from './testing/payout-breaks'
import { makePersonMoney, peopleBreaks } from './testing/people-breaks'
import { makeReceivedMoney, receivingBreaks } from './testing/receiving-breaks'
import { makeSettlements, settlingBreaks } from './testing/settling-breaks'

useTestDatabase()

let paid: MadePayment
let held: MadePayment
/** A second person's wallet. */
let other: bigint

beforeAll(async () => {
  paid = await makeSettledPayment()
  held = await makePayment()
  other = await makeWallet(1000n)
  await makeReceivedMoney()
  await makeSettlements()
  await makePersonMoney()
  await makePayout()
  await makeApplicationMoney()
  await sql(settlingStatements(held).hold, `SELECT ledger_absorb(${other})`)
})

const sums = 'all balances of one currency and mode add up to zero'
const balances = "every account's balance equals its posted transfers"
const holds = "every account's hold equals its pending transfers"
const overdrafts = 'no wallet, merchant, gateway or reserve is overdrawn'
const settled =
  'each payment that succeeded has exactly one posted transfer of its amount, from a wallet of its payer, and one proof'
const unsettled = 'no money moved for a payment that did not succeed'
const underWay = 'each hold belongs to a payment that is under way'
const delivered = 'each payment that succeeded has its delivery'

const storedBalance = (account: bigint, change: string) =>
  `UPDATE ledger_accounts SET balance_minor = balance_minor ${change} WHERE id = ${account}`
const storedHold = (account: bigint, change: string) =>
  `UPDATE ledger_accounts SET held_minor = held_minor ${change} WHERE id = ${account}`
const transferOf = ({ id }: MadePayment, change: string) => `UPDATE transfers SET ${change} WHERE payment_id = '${id}'`
const statusOf = ({ id }: MadePayment, status: string, settledAt: string) =>
  `UPDATE payments SET status = '${status}', settled_at = ${settledAt} WHERE id = '${id}'`

const breaks: readonly Break[] = [
  {
    title: 'money appeared from nowhere',
    rules: [sums, balances],
    damage: () => [storedBalance(other, '+ 5')],
    mend: () => [storedBalance(other, '- 5')],
  },
  {
    title: 'money went from one balance to another without a transfer',
    rules: [balances],
    damage: () => [storedBalance(other, '+ 5'), storedBalance(paid.wallet, '- 5')],
    mend: () => [storedBalance(other, '- 5'), storedBalance(paid.wallet, '+ 5')],
  },
  {
    title: 'a waiting posting was lost',
    rules: [sums, balances],
    damage: () => [`UPDATE account_postings SET amount_minor = amount_minor - 1 WHERE account_id = ${paid.payee}`],
    mend: () => [`UPDATE account_postings SET amount_minor = amount_minor + 1 WHERE account_id = ${paid.payee}`],
  },
  {
    title: 'a hold stands that no transfer made',
    rules: [holds],
    damage: () => [storedHold(other, '+ 5')],
    mend: () => [storedHold(other, '- 5')],
  },
  {
    title: 'a pending transfer holds less than its amount',
    rules: [holds],
    damage: () => [storedHold(held.wallet, '- 1')],
    mend: () => [storedHold(held.wallet, '+ 1')],
  },
  {
    title: 'a wallet is below zero',
    rules: [overdrafts],
    damage: () => [
      'ALTER TABLE ledger_accounts DROP CONSTRAINT account_not_overdrawn',
      transferOf(held, 'amount_minor = 1001'),
      storedHold(held.wallet, '+ 501'),
    ],
    mend: () => [transferOf(held, 'amount_minor = 500'), storedHold(held.wallet, '- 501')],
  },
  {
    title: 'a payment succeeded and its transfer is gone',
    rules: [settled],
    damage: () => [transferOf(paid, "reason = 'CREDIT'")],
    mend: () => [transferOf(paid, "reason = 'PAYMENT'")],
  },
  {
    title: 'a payment succeeded by money of somebody else',
    rules: [settled],
    damage: () => [`UPDATE payments SET payer_id = '${held.payer}' WHERE id = '${paid.id}'`],
    mend: () => [`UPDATE payments SET payer_id = '${paid.payer}' WHERE id = '${paid.id}'`],
  },
  {
    title: 'a payment succeeded and its proof is gone',
    rules: [settled],
    damage: () => [`UPDATE proofs SET settles = false WHERE payment_id = '${paid.id}'`],
    mend: () => [`UPDATE proofs SET settles = true WHERE payment_id = '${paid.id}'`],
  },
  {
    title: 'money moved for a payment that was then called failed',
    rules: [unsettled],
    damage: () => [statusOf(paid, 'FAILED', 'NULL')],
    mend: () => [statusOf(paid, 'SUCCEEDED', 'now()')],
  },
  {
    title: 'money is held for a payment that is over',
    rules: [underWay],
    damage: () => [statusOf(held, 'EXPIRED', 'NULL')],
    mend: () => [statusOf(held, 'PENDING', 'NULL')],
  },
  {
    title: 'nobody is told of a payment',
    rules: [delivered],
    damage: () => [`DELETE FROM deliveries WHERE payment_id = '${paid.id}'`],
    mend: () => [settlingStatements(paid).delivery],
  },
  ...receivingBreaks,
  ...settlingBreaks,
  ...peopleBreaks,
  ...applicationBreaks,
  ...payoutBreaks,
]

test('sound books have no fault', async () => {
  expect(await checkLedger()).toEqual([])
})

test('every rule is seen to be broken here', () => {
  expect(new Set(breaks.flatMap(({ rules }) => rules))).toEqual(new Set(ledgerRules))
})

describe('the check of the ledger sees that', () => {
  test.each(breaks.map((one) => [one.title, one] as const))('%s', async (_, { rules, damage, mend }) => {
    await sqlWithoutGuards(...damage())
    const faults = await checkLedger()
    await sqlWithoutGuards(...mend())
    expect(faults.map(({ rule }) => rule).sort()).toEqual([...rules].sort())
    for (const { examples } of faults) expect(examples.join()).not.toBe('')
    expect(await checkLedger()).toEqual([])
  })
})

test('names no more than ten examples of what may be a million', async () => {
  const wallets = await Promise.all(Array.from({ length: 12 }, () => makeWallet(10n)))
  await sqlWithoutGuards(`UPDATE ledger_accounts SET held_minor = 1 WHERE id IN (${wallets.join()})`)
  const faults = await checkLedger()
  await sqlWithoutGuards(`UPDATE ledger_accounts SET held_minor = 0 WHERE id IN (${wallets.join()})`)
  expect(faults.map(({ rule, examples }) => [rule, examples.length])).toContainEqual([holds, 10])
})
