import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeBrowser, makePasskeyRow } from '@/lib/auth/testing/make-passkey'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { makeUser } from '@/lib/ledger/testing/make-account'
import { pay } from './pay'
import { createPayLab, makePayer, type Payer, type PayLab } from './testing/pay-lab'

useTestDatabase()

let lab: PayLab
let payer: Payer
let browser: string
let sessionId: string

beforeAll(async () => {
  lab = await createPayLab()
})
afterAll(() => lab.close())

beforeEach(async () => {
  payer = await makePayer(100_000n)
  browser = await makeBrowser(payer.userId)
  await makePasskeyRow(payer.userId)
  sessionId = (await lab.checkout({ order: { amount: '4.50' } })).sessionId
})

const askAbove = (minor: number, currency = 'USD') =>
  sql(
    `INSERT INTO confirmation_limits (user_id, currency, amount_minor) VALUES ('${payer.userId}', '${currency}', ${minor})`,
  )

const confirm = ({ by = browser, subject = sessionId, minor = 450, currency = 'USD', ago = '0 minutes' } = {}) =>
  sql(`INSERT INTO payment_confirmations (session_id, subject, amount_minor, currency, confirmed_at)
    VALUES ('${by}', '${subject}', ${minor}, '${currency}', now() - interval '${ago}')`)

const press = async (browserSessionId: string | undefined = browser) => {
  const paid = await pay(lab.us, { sessionId, payerId: payer.userId, walletId: payer.walletId, browserSessionId })
  return paid.ok ? 'paid' : paid.error
}
const moved = () => countOf('transfers', `debit_account_id = ${payer.walletId}`)

test('above the amount nothing moves without a confirmation, and with it the payment goes through', async () => {
  await askAbove(449)
  expect([await press(), await moved()]).toEqual(['CONFIRMATION_REQUIRED', 0])
  await confirm()
  expect([await press(), await moved()]).toEqual(['paid', 1])
})

test('exactly the amount is not above it', async () => {
  await askAbove(450)
  expect(await press()).toBe('paid')
})

test('an amount in another currency asks for nothing', async () => {
  await askAbove(0, 'EUR')
  expect(await press()).toBe('paid')
})

test.each([
  ['of another checkout', { subject: 'sess_another0' }],
  ['of a smaller amount', { minor: 449 }],
  ['of another currency', { currency: 'KWD' }],
  ['of more than five minutes ago', { ago: '301 seconds' }],
])('a confirmation %s counts for nothing', async (_, what) => {
  await askAbove(0)
  await confirm(what)
  expect([await press(), await moved()]).toEqual(['CONFIRMATION_REQUIRED', 0])
})

test('a confirmation in another browser of the same person, or in none, counts for nothing', async () => {
  await askAbove(0)
  await confirm()
  const other = await makeBrowser(payer.userId)
  const none = await pay(lab.us, { sessionId, payerId: payer.userId, walletId: payer.walletId })
  expect([await press(other), none.ok, await moved()]).toEqual(['CONFIRMATION_REQUIRED', false, 0])
})

test("another person's browser confirms nothing", async () => {
  await askAbove(0)
  const stranger = await makeBrowser(await makeUser())
  await confirm({ by: stranger })
  expect([await press(stranger), await moved()]).toEqual(['CONFIRMATION_REQUIRED', 0])
})

test('a confirmation ends with its browser', async () => {
  await askAbove(0)
  await confirm()
  await sql(`DELETE FROM sessions WHERE id = '${browser}'`)
  expect([await press(), await moved()]).toEqual(['CONFIRMATION_REQUIRED', 0])
})

test('whoever has no passkey can set no amount, and the last passkey takes the amounts along', async () => {
  await askAbove(0)
  await sql(`DELETE FROM passkeys WHERE user_id = '${payer.userId}'`)
  expect(await countOf('confirmation_limits', `user_id = '${payer.userId}'`)).toBe(0)
  await expect(askAbove(0)).rejects.toThrow(/no passkey/)
})
