import { beforeEach, describe, expect, test } from 'vitest'
import { personStatements, requestToken } from '@/lib/ledger/testing/people-breaks'
import { sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

let made: Awaited<ReturnType<typeof personStatements>>

beforeEach(async () => {
  made = await personStatements()
})

describe('the database refuses', () => {
  test('money between people without the row that says who sent it', async () => {
    await expect(sql(made.transfer)).rejects.toThrow(/nobody sent/)
  })

  test('a row that names another sender than the one whose wallet it was', async () => {
    const lie = made.sent.replace(`'${made.ada}', '${made.ben}'`, `'${made.ben}', '${made.ada}'`)
    await expect(sql(made.transfer, lie)).rejects.toThrow(/did not move money from its sender/)
  })

  test('money that one sends to oneself', async () => {
    const own = made.sent.replace(`'${made.ada}', '${made.ben}'`, `'${made.ada}', '${made.ada}'`)
    await expect(sql(made.transfer, own)).rejects.toThrow(/person_transfer_to_another/)
  })

  test('a request that is paid without money, with another amount, twice, or after it was withdrawn', async () => {
    const { transfer, request, paid, answer } = made
    await sql(request)
    await expect(sql(paid)).rejects.toThrow(/without its money/)
    await expect(sql(transfer.replace(' 100,', ' 99,'), paid, answer)).rejects.toThrow(/did not move money/)
    await expect(sql(transfer, answer)).rejects.toThrow(/did not move money/)
    await sql(transfer, paid, answer)
    await expect(sql(transfer, answer)).rejects.toThrow(/person_transfers_request_token_key/)
    await expect(sql(paid.replace('PAID', 'WITHDRAWN'))).rejects.toThrow(/stays so/)
    await expect(sql(`UPDATE money_requests SET amount_minor = 1 WHERE token = '${requestToken}'`)).rejects.toThrow()
    for (const table of ['money_requests', 'person_transfers']) {
      await expect(sql(`DELETE FROM ${table}`)).rejects.toThrow()
      await expect(sql(`TRUNCATE ${table} CASCADE`)).rejects.toThrow()
    }
    await expect(sql(`UPDATE person_transfers SET memo = 'x'`)).rejects.toThrow(/kept as it was/)
  })
})
