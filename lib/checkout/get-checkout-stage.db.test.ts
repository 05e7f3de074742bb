import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createPayLab, makePayer, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { cancelCheckout } from './cancel-checkout'
import { getCheckoutStage } from './get-checkout-stage'
import { makeCheckout, makeOrder, nowSeconds } from './testing/make-checkout'

useTestDatabase()

let lab: PayLab

beforeAll(async () => {
  lab = await createPayLab()
})
afterAll(() => lab.close())

const stage = (sessionId: string, userId: string | null = null, now = nowSeconds()) =>
  getCheckoutStage(sessionId, async () => userId, now)

test('an open page hears in one word that its order was paid, cancelled or has run out', async () => {
  const [paid, cancelled] = [await lab.checkout({ order: {} }), await lab.checkout({ order: {} })]
  expect([await stage(paid.sessionId), await stage('unknown')]).toEqual(['pending', 'unknown'])
  expect(await lab.pay(paid, await makePayer(100_000n))).toMatchObject({ ok: true })
  await cancelCheckout(cancelled.sessionId, null)
  expect([await stage(paid.sessionId), await stage(cancelled.sessionId)]).toEqual(['paid', 'cancelled'])
  const late = await lab.checkout({ order: {} })
  expect(await stage(late.sessionId, null, nowSeconds() + 24 * 3600)).toBe('expired')
})

test('of an order that is for one person nobody else hears anything', async () => {
  const [ada, eve] = [await makePayer(), await makePayer()]
  const { sessionId } = await makeCheckout(makeOrder(), { boundUserId: ada.userId })
  expect(await stage(sessionId, ada.userId)).toBe('pending')
  expect([await stage(sessionId, eve.userId), await stage(sessionId)]).toEqual(['unknown', 'unknown'])
})
