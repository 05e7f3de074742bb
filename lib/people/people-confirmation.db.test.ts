import { beforeEach, expect, test, vi } from 'vitest'
import { makeBrowser, makePasskeyRow } from '@/lib/auth/testing/make-passkey'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { answerRequest } from './answer-request'
import { askForMoney } from './ask-for-money'
import { askedSending, sendMoney } from './send-money'
import { currencies, dollarsOf, type LabPerson, orderOf, personWith } from './testing/people-lab'

vi.stubEnv('GATEWAY_MODE', 'development')
useTestDatabase()

let ada: LabPerson
let ben: LabPerson
let browser: string

beforeEach(async () => {
  ada = await personWith(10_000n)
  ben = await personWith(0n)
  browser = await makeBrowser(ada.id)
  await makePasskeyRow(ada.id)
  await sql(`INSERT INTO confirmation_limits (user_id, currency, amount_minor) VALUES ('${ada.id}', 'USD', 500)`)
})

const confirm = (subject: string, minor: number) =>
  sql(`INSERT INTO payment_confirmations (session_id, subject, amount_minor, currency, confirmed_at)
    VALUES ('${browser}', '${subject}', ${minor}, 'USD', now())`)

const required = { ok: false, error: 'CONFIRMATION_REQUIRED' }

test('above the amount that the sender set, nothing is sent before it was confirmed for this very form', async () => {
  const order = { ...orderOf(ada, { to: ben.email, amount: '5.01' }), browserSessionId: browser }
  expect(await sendMoney(order)).toEqual(required)
  await confirm(askedSending({ ...order, sendKey: crypto.randomUUID() }).subject, 501)
  expect(await sendMoney(order)).toEqual(required)
  expect(await dollarsOf(ben)).toBe(0n)
  await confirm(askedSending(order).subject, 501)
  expect(await sendMoney({ ...order, browserSessionId: undefined })).toEqual(required)
  expect(await sendMoney(order)).toEqual({ ok: true, value: 'move' })
  expect(await dollarsOf(ben)).toBe(501n)
})

test('what was confirmed for one recipient is not sent to another', async () => {
  const order = { ...orderOf(ada, { to: ben.email, amount: '6' }), browserSessionId: browser }
  await confirm(askedSending(order).subject, 600)
  const eve = await personWith(0n)
  const bent = orderOf(ada, { to: eve.email, amount: '6' }, order.sendKey)
  expect(await sendMoney({ ...bent, browserSessionId: browser })).toEqual(required)
  expect(await dollarsOf(eve)).toBe(0n)
})

test('before it was confirmed nobody is looked up, however often: somebody, nobody and oneself get one answer', async () => {
  for (const to of [ben.email, 'nobody@example.com', ada.email, ben.reference, 'u_nobody', '404404']) {
    const order = { ...orderOf(ada, { to, amount: '5.01' }), browserSessionId: browser }
    for (let n = 0; n < 11; n++) expect(await sendMoney(order)).toEqual(required)
  }
  expect(await sendMoney(orderOf(ada, { to: 'nobody@example.com' }))).toEqual({ ok: false, error: 'RECIPIENT_UNKNOWN' })
})

test('up to the amount nothing is asked', async () => {
  expect(await sendMoney(orderOf(ada, { to: ben.email, amount: '5.00' }))).toEqual({ ok: true, value: 'move' })
})

test('a request above the amount is not paid before it was confirmed', async () => {
  const asked = await askForMoney(ben.id, { currency: 'USD', amount: '7', memo: '' }, currencies)
  const token = asked.ok ? asked.value : ''
  const answer = { payerId: ada.id, browserSessionId: browser, token }
  expect(await answerRequest(answer, Date.now() / 1000)).toEqual(required)
  await confirm(`request:${token}`, 700)
  expect(await answerRequest(answer, Date.now() / 1000)).toEqual({ ok: true, value: 'move' })
})
