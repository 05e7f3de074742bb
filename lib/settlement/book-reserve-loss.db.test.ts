import { afterEach, expect, test } from 'vitest'
import { findCheckout } from '@/lib/checkout/payment-store'
import { countOf } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { bookReserveLoss } from './book-reserve-loss'
import { giveUpSettlement } from './give-up-settlement'
import { makeHandedSettlement, type Stuck } from './testing/stuck-settlement'

useTestDatabase()

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

const giveUp = ({ id }: Stuck, isReserveSpent: boolean) =>
  inTransaction((tx) => giveUpSettlement(tx, id, { reason: 'they say so', isReserveSpent }))
const book = async ({ id, sessionId }: Stuck, ocid: number) => {
  const checkout = await findCheckout(sessionId)
  if (!checkout) throw new Error('the checkout is gone')
  return inTransaction((tx) => bookReserveLoss(tx, { id }, checkout, ocid))
}
const losses = ({ paymentId }: Stuck) => countOf('transfers', `payment_id = '${paymentId}' AND reason = 'RESERVE_LOSS'`)

test('a proof that comes after the operator has booked the loss books no second one', async () => {
  const stuck = await makeHandedSettlement(400)
  await giveUp(stuck, true)
  expect(await book(stuck, 400)).toBe(false)
  expect(await losses(stuck)).toBe(1)
})

test('a proof that comes after the operator took the reserve for untouched books the loss', async () => {
  const stuck = await makeHandedSettlement(401)
  await giveUp(stuck, false)
  expect(await book(stuck, 401)).toBe(true)
  expect(await losses(stuck)).toBe(1)
})
