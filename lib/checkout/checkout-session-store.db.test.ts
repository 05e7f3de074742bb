import { describe, expect, test } from 'vitest'
import { countOf, sql, sqlWithoutGuards } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { rows } from '@/lib/db/transaction'
import { claimNonce, forgetNonces } from '@/lib/http/nonce-store'
import { makePayment, settlingStatements } from '@/lib/settlement/testing/make-payment'
import { type CreateOutcome, createSession, type NewCheckout } from './checkout-session-store'
import { expireCheckouts } from './expire-checkouts'
import { makeNewCheckout, makeNonce, makeOrder, nowSeconds } from './testing/make-checkout'

useTestDatabase()

const create = (checkout: NewCheckout, nonce = makeNonce()) => createSession({ rows }, nonce, checkout, nowSeconds())
const sessionOf = (outcome: CreateOutcome) => (outcome.kind === 'open' ? outcome.sessionId : outcome.kind)
const rowsFor = async ({ orderId }: NewCheckout) => [
  await countOf('payments', `order_id = '${orderId}'`),
  await countOf('checkout_sessions', `order_id = '${orderId}'`),
]
/** The same order as another request for it brings it: with ids of its own. */
const again = (checkout: NewCheckout, more: Partial<NewCheckout> = {}): NewCheckout => ({
  ...checkout,
  sessionId: makeNewCheckout(makeOrder()).sessionId,
  paymentId: makeNewCheckout(makeOrder()).paymentId,
  ...more,
})

test('a new order gets its page, stored exactly as it was signed', async () => {
  const checkout = makeNewCheckout(makeOrder({ note: 'kept', amount: '5.000', items: [] }))
  expect(await create(checkout)).toEqual({
    kind: 'open',
    sessionId: checkout.sessionId,
    paymentId: checkout.paymentId,
    expiresAtEpochSeconds: checkout.expiresAtEpochSeconds,
  })
  const [stored] = await sql(`SELECT s.order_text AS text, p.status, p.amount_minor AS amount, p.mode
    FROM checkout_sessions s JOIN payments p ON p.id = s.payment_id WHERE s.id = '${checkout.sessionId}'`)
  expect(stored).toEqual({ text: checkout.orderText, status: 'CREATED', amount: '500', mode: 'LIVE' })
})

test('the same content asked for twice is the same page, with its first end', async () => {
  const first = makeNewCheckout(makeOrder())
  await create(first)
  const second = again(first, { expiresAtEpochSeconds: first.expiresAtEpochSeconds + 60 })
  expect(await create(second)).toMatchObject({
    sessionId: first.sessionId,
    expiresAtEpochSeconds: first.expiresAtEpochSeconds,
  })
  expect(await rowsFor(first)).toEqual([1, 1])
})

test('an order that is still being paid past its time keeps its page', async () => {
  const first = makeNewCheckout(makeOrder({ amount: '5.00', items: [] }))
  await create(first)
  await sql(
    `UPDATE payments SET status = 'PENDING' WHERE id = '${first.paymentId}'`,
    settlingStatements({ ...(await makePayment()), id: first.paymentId }).hold,
    `UPDATE checkout_sessions SET expires_at = now() - interval '1 hour' WHERE id = '${first.sessionId}'`,
  )
  expect(await create(again(first))).toMatchObject({ kind: 'open', sessionId: first.sessionId })
  expect(await create(again(first, { contentHash: 'changed' }))).toEqual({ kind: 'ORDER_CONFLICT' })
})

test('twenty requests for one order at once get one page; those that were overtaken find it when they ask again', async () => {
  const first = makeNewCheckout(makeOrder())
  const attempts = Array.from({ length: 20 }, () => ({ nonce: makeNonce(), checkout: again(first) }))
  const outcomes = await Promise.all(attempts.map(({ nonce, checkout }) => create(checkout, nonce)))
  const settled = await Promise.all(
    outcomes.map((outcome, index) => {
      const attempt = attempts[index]
      return outcome.kind === 'RACED' && attempt ? create(attempt.checkout, attempt.nonce) : outcome
    }),
  )
  expect(new Set(settled.map(sessionOf)).size).toBe(1)
  expect(settled.map(({ kind }) => kind)).toEqual(Array(20).fill('open'))
  expect(await rowsFor(first)).toEqual([1, 1])
})

describe('a request is refused and leaves no row behind', () => {
  test('when the order has another content than the page that is open for it', async () => {
    const first = makeNewCheckout(makeOrder())
    await create(first)
    expect(await create(again(first, { contentHash: 'other' }))).toEqual({ kind: 'ORDER_CONFLICT' })
    expect(await rowsFor(first)).toEqual([1, 1])
  })

  test.each(['SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED'])(
    'when the order is %s, through whichever gateway',
    async (status) => {
      const first = makeNewCheckout(makeOrder())
      await create(first)
      await sql('INSERT INTO users (id, email) VALUES (gen_random_uuid(), gen_random_uuid()::text)')
      await sqlWithoutGuards(
        `UPDATE payments SET status = '${status}', settled_at = now(), payer_id = (SELECT id FROM users LIMIT 1) WHERE id = '${first.paymentId}'`,
        `UPDATE checkout_sessions SET open = false WHERE id = '${first.sessionId}'`,
      )
      expect(await create(again(first))).toEqual({ kind: 'ORDER_PAID' })
      expect(await create(again(first, { callerOcid: 101, contentHash: 'other' }))).toEqual({ kind: 'ORDER_PAID' })
      expect(await rowsFor(first)).toEqual([1, 1])
    },
  )

  test('when its nonce was used before, also for another order', async () => {
    const nonce = makeNonce()
    await create(makeNewCheckout(makeOrder()), { ...nonce })
    const next = makeNewCheckout(makeOrder())
    expect(await create(next, { ...nonce })).toEqual({ kind: 'NONCE_REUSED' })
    expect(await rowsFor(next)).toEqual([0, 0])
  })
})

test('one nonce used fifty times at once passes once', async () => {
  const nonce = makeNonce()
  const attempts = Array.from({ length: 50 }, () => makeNewCheckout(makeOrder()))
  const outcomes = await Promise.all(attempts.map((checkout) => create(checkout, { ...nonce })))
  expect(outcomes.filter(({ kind }) => kind === 'open')).toHaveLength(1)
  expect(outcomes.filter(({ kind }) => kind === 'NONCE_REUSED')).toHaveLength(49)
  const orders = attempts.map(({ orderId }) => `'${orderId}'`).join()
  expect(await countOf('payments', `order_id IN (${orders})`)).toBe(1)
})

test('a nonce belongs to the identity that used it: another may use the same', async () => {
  const nonce = makeNonce()
  expect((await create(makeNewCheckout(makeOrder()), { ...nonce })).kind).toBe('open')
  expect((await create(makeNewCheckout(makeOrder()), { ...nonce, ocid: 101 })).kind).toBe('open')
})

test('a nonce is kept for its time and then forgotten', async () => {
  const [old, young] = [makeNonce({ expiresAtEpochSeconds: nowSeconds() - 1 }), makeNonce()]
  expect([await claimNonce(old), await claimNonce(young), await claimNonce(old)]).toEqual([true, true, false])
  await forgetNonces(nowSeconds() + 301)
  expect([await claimNonce(old), await claimNonce(young)]).toEqual([true, false])
})

test('a request that was looked at in time and is carried out ten minutes later is not', async () => {
  const nonce = makeNonce({ expiresAtEpochSeconds: nowSeconds() - 300 })
  const checkout = makeNewCheckout(makeOrder())
  expect(await claimNonce(nonce)).toBe(false)
  expect(await create(checkout, nonce)).toEqual({ kind: 'NONCE_REUSED' })
  expect(await countOf('payments', `id = '${checkout.paymentId}'`)).toBe(0)
})

test('a nonce that is on record is not claimed twice by the request that recorded it', async () => {
  const nonce = makeNonce()
  const checkout = makeNewCheckout(makeOrder())
  await create(checkout, nonce)
  expect(nonce.recorded).toBe(true)
  expect(sessionOf(await create(again(checkout), nonce))).toBe(checkout.sessionId)
})

test('an earlier page that is past its time gives way to a new one', async () => {
  const first = makeNewCheckout(makeOrder(), { expiresAtEpochSeconds: nowSeconds() - 1 })
  await create(first)
  const second = again(first, { expiresAtEpochSeconds: nowSeconds() + 60 })
  const nonce = makeNonce()
  expect(await create(second, nonce)).toEqual({ kind: 'RACED' })
  expect(await expireCheckouts()).toBe(1)
  expect(sessionOf(await create(second, nonce))).toBe(second.sessionId)
  expect(await sql(`SELECT status FROM payments WHERE id = '${first.paymentId}'`)).toEqual([{ status: 'EXPIRED' }])
})

test('a cancelled page gives way to a new one', async () => {
  const first = makeNewCheckout(makeOrder())
  await create(first)
  await sql(
    `UPDATE payments SET status = 'PENDING' WHERE id = '${first.paymentId}'`,
    `UPDATE payments SET status = 'CANCELLED' WHERE id = '${first.paymentId}'`,
    `UPDATE checkout_sessions SET open = false WHERE id = '${first.sessionId}'`,
  )
  const second = again(first)
  expect(sessionOf(await create(second))).toBe(second.sessionId)
})

test('two gateways can each have a page for one order', async () => {
  const first = makeNewCheckout(makeOrder())
  const other = again(first, { callerOcid: 101 })
  expect([sessionOf(await create(first)), sessionOf(await create(other))]).toEqual([first.sessionId, other.sessionId])
})
