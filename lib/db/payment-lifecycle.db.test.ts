import { describe, expect, test } from 'vitest'
import { canBecome, isPaidStatus } from '@/lib/checkout/payment-lifecycle'
import { makePayment } from '@/lib/settlement/testing/make-payment'
import { PaymentStatus } from './generated/client'
import { sql, sqlWithoutGuards } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

const statuses = Object.values(PaymentStatus)
const pairs = statuses.flatMap((from) => statuses.filter((to) => to !== from).map((to) => [from, to] as const))

const update = (id: string, status: PaymentStatus, payer: string) =>
  `UPDATE payments SET status = '${status}', payer_id = '${payer}',
    settled_at = coalesce(settled_at, ${isPaidStatus(status) ? 'now()' : 'NULL'}) WHERE id = '${id}'`

describe.each(pairs)('a payment that is %s', (from, to) => {
  const isAllowed = canBecome(from, to)

  test(`${isAllowed ? 'can become' : 'never becomes'} ${to}`, async () => {
    const { id, payer } = await makePayment()
    await sqlWithoutGuards(update(id, from, payer))
    // What a status needs beside it is asked at commit and tested elsewhere: here the transaction is given up before.
    const attempt = sql(update(id, to, payer), 'SELECT 1 / 0')
    await expect(attempt).rejects.toThrow(isAllowed ? 'division by zero' : `cannot go from ${from} to ${to}`)
    expect(await sql(`SELECT status FROM payments WHERE id = '${id}'`)).toEqual([{ status: from }])
  })
})

test.each(statuses.filter((status) => status !== 'CREATED'))('no payment starts as %s', async (status) => {
  const { payer } = await makePayment()
  const insert = sql(
    `INSERT INTO payments (id, status, mode, merchant_ocid, order_id, amount_minor, currency, payer_id, settled_at, expires_at)
     VALUES ('pay_new', '${status}', 'LIVE', 1, 'o', 5, 'USD', '${payer}', ${isPaidStatus(status) ? 'now()' : 'NULL'}, now())`,
  )
  await expect(insert).rejects.toThrow('a payment starts CREATED')
})
