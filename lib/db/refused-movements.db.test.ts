import { beforeAll, describe, expect, test } from 'vitest'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { makeAccount, makeUser, makeWallet, newOcid, standing } from '@/lib/ledger/testing/make-account'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

let cash: bigint
let wallet: bigint
let merchant: bigint
let transfer: unknown

beforeAll(async () => {
  wallet = await makeWallet(1000n)
  cash = await makeAccount({ kind: 'CASH_IN' })
  merchant = await makeAccount({ kind: 'MERCHANT', ocid: newOcid() })
  const [made] = await sql(`SELECT id FROM transfers WHERE credit_account_id = ${wallet}`)
  transfer = made?.id
})

interface Terms {
  state?: string
  mode?: string
  currency?: string
  amount?: number
  debit?: bigint
  credit?: bigint
  reason?: string
}

function movement({ state = 'POSTED', mode = 'LIVE', currency = 'USD', amount = 1, ...more }: Terms): string {
  const { debit = wallet, credit = merchant, reason = 'CREDIT' } = more
  const resolved = state === 'PENDING' ? 'NULL' : 'now()'
  return `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
    VALUES ('${state}', '${mode}', '${currency}', ${amount}, ${debit}, ${credit}, '${reason}', ${resolved})`
}

async function expectRefusal(statement: string, refusal: string | RegExp): Promise<void> {
  const [transfers, postings] = [await countOf('transfers'), await countOf('account_postings')]
  const failure = await sql(statement).then(
    () => 'nothing refused it',
    (cause: { message: string; constraint?: string }) => `${cause.constraint ?? ''}: ${cause.message}`,
  )
  expect(failure).toMatch(refusal)
  expect([await countOf('transfers'), await countOf('account_postings')]).toEqual([transfers, postings])
}

describe('a transfer is refused', () => {
  test.each([
    ['of nothing', () => ({ amount: 0 }), /^transfer_amount_positive/],
    ['of less than nothing', () => ({ amount: -5 }), /^transfer_amount_positive/],
    ['from an account to itself', () => ({ credit: wallet }), /^transfer_between_two_accounts/],
    ['in another currency than its accounts', () => ({ currency: 'EUR' }), /^transfers_.*_fkey/],
    ['in another mode than its accounts', () => ({ mode: 'TEST' }), /^transfers_.*_fkey/],
    ['from an account that is not there', () => ({ debit: 999_999n }), /^transfers_debit.*_fkey/],
    ['that starts as voided', () => ({ state: 'VOIDED' }), /starts PENDING or POSTED/],
    ['for a reason in no words', () => ({ reason: 'x' }), /^transfer_reason/],
    ['that settles no payment in particular', () => ({ reason: 'PAYMENT' }), /^transfer_of_a_payment/],
  ] as const)('%s', async (_, terms, refusal) => {
    await expectRefusal(movement(terms()), refusal)
  })

  test.each([
    ['to an account in another currency', 'EUR', 'LIVE'],
    ['to an account in another mode', 'USD', 'TEST'],
  ] as const)('%s', async (_, currency, mode) => {
    const foreign = await makeWallet(0n, currency, mode)
    await expectRefusal(movement({ credit: foreign }), /^transfers_credit.*_fkey/)
    await expectRefusal(movement({ credit: foreign, currency, mode }), /^transfers_debit.*_fkey/)
  })

  test('that is posted without the moment of it', async () => {
    await expectRefusal(movement({}).replace('now()', 'NULL'), /^transfer_resolved/)
  })
})

describe('a transfer that stands', () => {
  test.each([
    ['is not changed in its amount', 'amount_minor = 2'],
    ['is not sent to somebody else', 'credit_account_id = debit_account_id + 1'],
    ['is not voided once posted', "state = 'VOIDED'"],
    ['is not reopened', "state = 'PENDING', resolved_at = NULL"],
    ['is not given another reason', "reason = 'TOP_UP'"],
    ['is not given another date', "created_at = now() - interval '1 day'"],
    ['is not even written again as it is', 'state = state'],
  ])('%s', async (_, change) => {
    await expectRefusal(`UPDATE transfers SET ${change} WHERE id = ${transfer}`, /is final/)
  })

  test('is not deleted', async () => {
    await expectRefusal(`DELETE FROM transfers WHERE id = ${transfer}`, /never deleted/)
  })

  test('is not truncated away', async () => {
    await expectRefusal('TRUNCATE transfers CASCADE', /never deleted|postings follow/)
    await expectRefusal('TRUNCATE ledger_accounts CASCADE', /never deleted|postings follow/)
  })

  test('keeps its amount while it is pending, and ends once', async () => {
    const [hold] = await sql(`${movement({ state: 'PENDING', amount: 10 })} RETURNING id`)
    const end = (state: string, more = '') =>
      `UPDATE transfers SET state = '${state}', resolved_at = now()${more} WHERE id = ${hold?.id}`
    await expectRefusal(end('POSTED', ', amount_minor = 9'), /is final/)
    await sql(end('VOIDED'))
    await expectRefusal(end('POSTED'), /is final/)
    expect(await standing(wallet)).toMatchObject({ held: 0n })
  })
})

describe('a balance is refused', () => {
  test.each([
    [
      'money by an UPDATE',
      () => `UPDATE ledger_accounts SET balance_minor = 1000000 WHERE id = ${wallet}`,
      /only by tran/,
    ],
    [
      'a hold by an UPDATE',
      () => `UPDATE ledger_accounts SET held_minor = 1 WHERE id = ${wallet}`,
      /only by transfers/,
    ],
    ['another currency', () => `UPDATE ledger_accounts SET currency = 'KWD' WHERE id = ${wallet}`, /identity/],
    ['another owner', () => `UPDATE ledger_accounts SET user_id = gen_random_uuid() WHERE id = ${wallet}`, /identity/],
    [
      'money from the first moment',
      () =>
        `INSERT INTO ledger_accounts (kind, mode, currency, ocid, balance_minor) VALUES ('MERCHANT', 'LIVE', 'USD', 1, 5)`,
      /starts empty/,
    ],
    [
      'a second account of the same owner',
      () => `INSERT INTO ledger_accounts (kind, mode, currency) VALUES ('CASH_IN', 'LIVE', 'USD')`,
      /^one_account_per_owner/,
    ],
    [
      'an account of nobody',
      () => `INSERT INTO ledger_accounts (kind, mode, currency) VALUES ('USER_WALLET', 'LIVE', 'USD')`,
      /^account_owner/,
    ],
    [
      'an account of two owners',
      () =>
        `INSERT INTO ledger_accounts (kind, mode, currency, user_id, ocid) SELECT 'USER_WALLET', 'LIVE', 'USD', id, 1 FROM users LIMIT 1`,
      /^account_owner/,
    ],
  ])('%s', async (_, statement, refusal) => {
    await expectRefusal(statement(), refusal)
  })

  // A transfer has one amount and two ends, so it cannot be unbalanced; what could unbalance the books is a posting of one's own.
  test.each([
    [
      'a posting by hand',
      () => `INSERT INTO account_postings (account_id, transfer_id, amount_minor) VALUES (${wallet}, ${transfer}, 5)`,
    ],
    ['a changed posting', () => 'UPDATE account_postings SET amount_minor = amount_minor + 1'],
    ['a posting taken away', () => 'DELETE FROM account_postings'],
    ['all postings taken away', () => 'TRUNCATE account_postings'],
  ])('%s', async (_, statement) => {
    await expectRefusal(statement(), /postings follow transfers/)
  })
})

describe('an overdraft is refused', () => {
  test.each([
    ['of a wallet', () => makeWallet(100n)],
    ['of a merchant', () => makeAccount({ kind: 'MERCHANT', ocid: newOcid() }, { amountMinor: 100n })],
    ['of a gateway', () => makeAccount({ kind: 'MERCHANT_GATEWAY', ocid: newOcid() }, { amountMinor: 100n })],
    [
      "of a partner's reserve with us",
      () => makeAccount({ kind: 'PARTNER_RESERVE', ocid: newOcid() }, { amountMinor: 100n }),
    ],
  ])('%s, posted or held', async (_, open) => {
    const account = await open()
    await expectRefusal(movement({ debit: account, amount: 101 }), /^account_not_overdrawn/)
    await expectRefusal(movement({ debit: account, amount: 101, state: 'PENDING' }), /^account_not_overdrawn/)
    await sql(movement({ debit: account, amount: 40, state: 'PENDING' }))
    await expectRefusal(movement({ debit: account, amount: 61 }), /^account_not_overdrawn/)
    await sql(movement({ debit: account, amount: 60 }))
    expect(await standing(account)).toEqual({ balance: 40n, held: 40n })
  })

  test('of our reserve at a partner, which is spent on its credit side', async () => {
    const reserve = await makeAccount({ kind: 'OUR_RESERVE', ocid: newOcid() })
    await sql(movement({ debit: reserve, credit: cash, amount: 100 }))
    await expectRefusal(movement({ debit: cash, credit: reserve, amount: 101 }), /^account_not_overdrawn/)
    await sql(movement({ debit: cash, credit: reserve, amount: 70, state: 'PENDING' }))
    await expectRefusal(movement({ debit: cash, credit: reserve, amount: 31 }), /^account_not_overdrawn/)
    await sql(movement({ debit: cash, credit: reserve, amount: 30 }))
    expect(await standing(reserve)).toEqual({ balance: -70n, held: 70n })
  })

  test('of money that comes later in the same transaction', async () => {
    const poor = await makeWallet()
    const spend = movement({ debit: poor, amount: 10 })
    await expect(sql(spend, movement({ debit: cash, credit: poor, amount: 10 }))).rejects.toThrow(/overdrawn/)
    await sql(movement({ debit: cash, credit: poor, amount: 10 }), spend)
  })
})

test('a person with money cannot be deleted, nor can an account that moved money', async () => {
  const userId = await makeUser()
  const account = await makeAccount({ kind: 'USER_WALLET', userId }, { amountMinor: 5n })
  await expect(sql(`DELETE FROM users WHERE id = '${userId}'`)).rejects.toMatchObject({ code: '23001' })
  await expect(sql(`DELETE FROM ledger_accounts WHERE id = ${account}`)).rejects.toMatchObject({ code: '23001' })
})

test('after all of these refusals the books are sound', async () => {
  expect(await checkLedger()).toEqual([])
})
