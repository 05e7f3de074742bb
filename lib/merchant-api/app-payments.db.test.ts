import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { announceEvent } from '@/lib/app-events/announce-event'
import type { Application } from '@/lib/applications/application-store'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { cancelCheckout } from '@/lib/checkout/cancel-checkout'
import { expireCheckouts } from '@/lib/checkout/expire-checkouts'
import { getCheckoutView } from '@/lib/checkout/get-checkout-view'
import { findCheckout } from '@/lib/checkout/payment-store'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { chooseOutcome } from '@/lib/sandbox/choose-outcome'
import { takeSandboxTurns } from '@/lib/sandbox/take-sandbox-turns'
import { createPayLab, makePayer, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { makeAppPayment } from './testing/make-app-payment'

useTestDatabase()

let lab: PayLab
let shop: Awaited<ReturnType<typeof makeApplication>>

beforeAll(async () => {
  lab = await createPayLab()
  shop = await makeApplication({ webhookUrl: 'https://books.example/hook' })
})

afterEach(async () => expect(await checkLedger()).toEqual([]))
afterAll(() => lab.close())

const now = () => Math.floor(Date.now() / 1000)
const make = (mode: 'TEST' | 'LIVE', fields = {}) => makeAppPayment(lab.us, shop.application, mode, fields)
const eventsOf = async (id: string) =>
  (await sql(`SELECT type FROM app_events WHERE subject_id = '${id}' ORDER BY occurred_at`)).map(({ type }) => type)

async function bodyOf(paymentId: string): Promise<Record<string, unknown>> {
  const [event] = await sql(`SELECT id FROM app_events WHERE subject_id = '${paymentId}'`)
  await announceEvent(lab.us, String(event?.id))
  const [delivery] = await sql(`SELECT body FROM deliveries WHERE id = '${event?.id}'`)
  return JSON.parse(String(delivery?.body)) as Record<string, unknown>
}

test('a LIVE payment is paid from a wallet into the account of the application, with a proof and an event', async () => {
  const payment = await make('LIVE', { productName: 'A book' })
  const payer = await makePayer(2000n)
  const paid = await lab.pay(payment, payer)
  expect(paid).toMatchObject({ ok: true, value: { isPaid: true, merchantReference: payment.id } })
  const [credit] = await sql(`SELECT a.kind, a.application_id AS app, a.mode, t.amount_minor AS amount FROM transfers t
    JOIN ledger_accounts a ON a.id = t.credit_account_id WHERE t.payment_id = '${payment.id}'`)
  expect(credit).toEqual({ kind: 'APPLICATION', app: shop.application.id, mode: 'LIVE', amount: '500' })
  expect(await eventsOf(payment.id)).toEqual(['payment.succeeded'])
  expect(await bodyOf(payment.id)).toMatchObject({
    type: 'payment.succeeded',
    mode: 'LIVE',
    data: { id: payment.id, status: 'SUCCEEDED', amountMinor: 500, gatewayTxnId: expect.stringMatching(/^tx_/) },
  })
})

test('the page of a payment names the application, and in TEST it says so and asks nobody to sign in', async () => {
  const [live, test] = [await make('LIVE'), await make('TEST')]
  const view = await getCheckoutView(lab.us, live.sessionId, null, now())
  expect(view).toMatchObject({
    state: 'open',
    isTest: false,
    merchant: { ocid: null, name: 'Rooftop Books', domain: 'books.example' },
  })
  expect(await getCheckoutView(lab.us, test.sessionId, null, now())).toMatchObject({
    state: 'open',
    isTest: true,
    payer: null,
  })
})

test('no wallet pays for a TEST payment', async () => {
  const payment = await make('TEST')
  expect(await lab.pay(payment, await makePayer(2000n))).toEqual({ ok: false, error: 'WALLET_NOT_FOUND' })
})

test.each([
  ['succeed', 'SUCCEEDED', null, ['payment.succeeded']],
  ['decline', 'FAILED', 'DECLINED', ['payment.failed']],
  ['insufficient_funds', 'FAILED', 'INSUFFICIENT_FUNDS', ['payment.failed']],
  ['expire', 'EXPIRED', null, ['payment.expired']],
] as const)('the sandbox lets a payment %s', async (outcome, status, failureCode, events) => {
  const payment = await make('TEST')
  const successUrl = outcome === 'succeed' ? `https://books.example/thanks?payment=${payment.id}` : null
  expect(await chooseOutcome(payment.sessionId, outcome)).toEqual({ ok: true, value: { successUrl } })
  const [row] = await sql(
    `SELECT status, failure_code AS code, payer_id AS payer FROM payments WHERE id = '${payment.id}'`,
  )
  expect(row).toEqual({ status, code: failureCode, payer: null })
  expect(await eventsOf(payment.id)).toEqual(events)
})

test('a payment that times out after the money moved is not known at first, and then succeeds by itself', async () => {
  const payment = await make('TEST')
  await chooseOutcome(payment.sessionId, 'time_out')
  expect(await findCheckout(payment.sessionId)).toMatchObject({ status: 'PENDING', isHeld: true })
  expect(await takeSandboxTurns()).toBe(0)
  await sql(`UPDATE app_payments SET sandbox_due_at = now() - interval '1 second' WHERE payment_id = '${payment.id}'`)
  expect(await takeSandboxTurns()).toBe(1)
  expect(await findCheckout(payment.sessionId)).toMatchObject({ status: 'SUCCEEDED', isHeld: false })
})

test('an outcome in the metadata comes by itself, without anybody opening the page', async () => {
  const payment = await make('TEST', { metadata: { sandbox_outcome: 'decline' } })
  expect(await takeSandboxTurns()).toBe(1)
  expect(await findCheckout(payment.sessionId)).toMatchObject({ status: 'FAILED' })
  expect(await takeSandboxTurns()).toBe(0)
})

const plan = (application: Application, most: number, fields: Readonly<Record<string, unknown>>) =>
  Promise.all(Array.from({ length: most }, () => makeAppPayment(lab.us, application, 'TEST', fields)))

test('a shop that tests a lot keeps no other shop waiting', async () => {
  const ending = { metadata: { sandbox_outcome: 'expire' } }
  const busy = await plan(shop.application, 60, ending)
  const [single] = await plan((await makeApplication()).application, 1, ending)
  expect(await takeSandboxTurns()).toBe(61)
  const later = `updated_at > (SELECT updated_at FROM payments WHERE id = '${single?.id}')`
  const ids = busy.map(({ id }) => `'${id}'`).join(', ')
  expect(await countOf('payments', `status = 'EXPIRED' AND id IN (${ids}) AND ${later}`)).toBeGreaterThanOrEqual(10)
})

test('play money ends far below what an account can hold', async () => {
  const { application } = await makeApplication()
  await plan(application, 101, { amountMinor: 999_999_999_999_999, metadata: { sandbox_outcome: 'succeed' } })
  expect(await takeSandboxTurns()).toBe(101)
  const ended = (status: string) => countOf('payments', `application_id = '${application.id}' AND status = '${status}'`)
  expect([await ended('SUCCEEDED'), await ended('FAILED')]).toEqual([100, 1])
})

test('a LIVE payment takes no outcome of the sandbox, from the page or from its metadata', async () => {
  const payment = await make('LIVE', { metadata: { sandbox_outcome: 'succeed' } })
  await chooseOutcome(payment.sessionId, 'succeed')
  expect(await takeSandboxTurns()).toBe(0)
  expect(await findCheckout(payment.sessionId)).toMatchObject({ status: 'CREATED' })
})

test('an outcome is chosen once', async () => {
  const payment = await make('TEST')
  await chooseOutcome(payment.sessionId, 'decline')
  expect(await chooseOutcome(payment.sessionId, 'succeed')).toEqual({ ok: true, value: { successUrl: null } })
  expect(await eventsOf(payment.id)).toEqual(['payment.failed'])
})

test('expiry and cancelling are told', async () => {
  const [late, given] = [await make('LIVE'), await make('LIVE')]
  await sql(`UPDATE payments SET expires_at = now() - interval '1 second' WHERE id = '${late.id}'`)
  await expireCheckouts()
  await cancelCheckout(given.sessionId, null)
  expect(await eventsOf(late.id)).toEqual(['payment.expired'])
  expect(await eventsOf(given.id)).toEqual(['payment.cancelled'])
})
