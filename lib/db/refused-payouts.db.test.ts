import { beforeEach, describe, expect, test } from 'vitest'
import { makeWallet } from '@/lib/ledger/testing/make-account'
import { payoutStatements } from '@/lib/ledger/testing/payout-breaks'
import { sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

let made: Awaited<ReturnType<typeof payoutStatements>>

beforeEach(async () => {
  made = await payoutStatements()
})

describe('the database refuses', () => {
  test('a payout without the row that says what for', async () => {
    await expect(sql(made.transfer)).rejects.toThrow(/nobody paid out/)
  })

  test('a row for money that left another account, or that stayed', async () => {
    const other = made.row.replace(String(made.account), String(await makeWallet()))
    await expect(sql(made.transfer, other)).rejects.toThrow(/did not pay out/)
    const within = made.transfer.replace(`${made.cash}, 'PAYOUT'`, `${await makeWallet()}, 'PAYOUT'`)
    await expect(sql(within, made.row)).rejects.toThrow(/did not pay out/)
  })

  test('one that is only held', async () => {
    const held = made.transfer.replace("'POSTED'", "'PENDING'").replace('now()', 'NULL')
    await expect(sql(held, made.row)).rejects.toThrow(/paid out|pay out/)
  })

  test('the same reference of the bank for the same account twice, and a change of what was paid out', async () => {
    await sql(made.transfer, made.row)
    await expect(sql(made.transfer, made.row)).rejects.toThrow(/payouts_account_id_reference_key/)
    await expect(sql("UPDATE payouts SET reference = 'bank 120'")).rejects.toThrow(/kept as they were/)
    await expect(sql('DELETE FROM payouts')).rejects.toThrow(/kept as they were/)
    await expect(sql('TRUNCATE payouts')).rejects.toThrow(/kept as they were/)
  })

  test('money that comes back of no payout, of another amount, elsewhere, or twice', async () => {
    const { transfer, row, back, returned } = made
    await expect(sql(back)).rejects.toThrow(/nobody paid out/)
    await sql(transfer, row)
    await expect(sql(back.replace(' 100,', ' 99,'), returned)).rejects.toThrow(/did not pay out/)
    await expect(
      sql(back.replace(`${made.account}, 'PAYOUT_RETURN'`, `${await makeWallet()}, 'PAYOUT_RETURN'`), returned),
    ).rejects.toThrow(/did not pay out/)
    await sql(back, returned)
    await expect(sql(back, returned)).rejects.toThrow(/come back once/)
  })

  test('more than there is', async () => {
    await expect(sql(made.transfer.replace(' 100,', ' 1001,'), made.row)).rejects.toThrow(/overdrawn/)
  })
})
