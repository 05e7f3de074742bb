import { beforeEach, expect, test } from 'vitest'
import { sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { makePayment, settlingStatements } from '@/lib/settlement/testing/make-payment'
import { cancelCheckout } from './cancel-checkout'
import { expireCheckouts } from './expire-checkouts'
import { makeCheckout, makeOrder, nowSeconds } from './testing/make-checkout'

useTestDatabase()

beforeEach(async () => {
  await expireCheckouts()
})

const past = () => ({ expiresAtEpochSeconds: nowSeconds() - 1 })
const statusOf = async (paymentId: string) =>
  (await sql(`SELECT status FROM payments WHERE id = '${paymentId}'`))[0]?.status

test('ends what is past its time, opened or not, and nothing else', async () => {
  const [unopened, opened] = [await makeCheckout(makeOrder(), past()), await makeCheckout(makeOrder(), past())]
  const [current, cancelled] = [await makeCheckout(), await makeCheckout()]
  await sql(`UPDATE payments SET status = 'PENDING' WHERE id = '${opened.paymentId}'`)
  await cancelCheckout(cancelled.sessionId, null)
  await sql(`UPDATE payments SET expires_at = now() - interval '1 second' WHERE id = '${cancelled.paymentId}'`)
  expect(await expireCheckouts()).toBe(2)
  const statuses = [unopened, opened, current, cancelled].map(({ paymentId }) => statusOf(paymentId))
  expect(await Promise.all(statuses)).toEqual(['EXPIRED', 'EXPIRED', 'CREATED', 'CANCELLED'])
})

test('leaves a payment alone while money is held for it', async () => {
  const payment = await makePayment()
  await sql(
    settlingStatements(payment).hold,
    `UPDATE payments SET expires_at = now() - interval '1 day' WHERE id = '${payment.id}'`,
  )
  expect(await expireCheckouts()).toBe(0)
  expect(await statusOf(payment.id)).toBe('PENDING')
})

test('ends more than one batch of them, and several sweeps at once end each of them once', async () => {
  await sqlWithoutGuards(`INSERT INTO payments (id, mode, merchant_ocid, order_id, amount_minor, currency, expires_at)
    SELECT 'pay_old_' || n, 'LIVE', 1, 'old_' || n, 5, 'USD', now() - interval '1 hour' FROM generate_series(1, 1200) n`)
  const totals = await Promise.all([expireCheckouts(), expireCheckouts(), expireCheckouts()])
  const rest = await expireCheckouts()
  expect(totals.reduce((sum, total) => sum + total, rest)).toBe(1200)
})

test('waits for nobody: a page that is being paid at this moment is passed by', async () => {
  const checkout = await makeCheckout(makeOrder(), past())
  const { pool } = await import('@/lib/db/pool')
  const payer = await pool().connect()
  try {
    await payer.query('BEGIN')
    await payer.query(`SELECT 1 FROM payments WHERE id = '${checkout.paymentId}' FOR UPDATE`)
    expect(await expireCheckouts()).toBe(0)
    await payer.query('ROLLBACK')
    expect(await expireCheckouts()).toBe(1)
  } finally {
    payer.release()
  }
})

test('cancelling ends an open page, is the same when repeated, and comes too late for one that is over', async () => {
  const [open, expired] = [
    await makeCheckout(makeOrder(), { cancelUrl: 'https://shop.example/back' }),
    await makeCheckout(makeOrder(), past()),
  ]
  const answer = { cancelUrl: 'https://shop.example/back', isCancelled: true }
  expect([await cancelCheckout(open.sessionId, null), await cancelCheckout(open.sessionId, null)]).toEqual([
    answer,
    answer,
  ])
  await expireCheckouts()
  expect(await cancelCheckout(expired.sessionId, null)).toEqual({ cancelUrl: null, isCancelled: false })
  expect(await cancelCheckout('sess_none', null)).toEqual({ cancelUrl: null, isCancelled: false })
})
