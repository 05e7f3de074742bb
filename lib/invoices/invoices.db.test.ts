import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { announceEvent } from '@/lib/app-events/announce-event'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { findCheckout } from '@/lib/checkout/payment-store'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { createPayment } from '@/lib/merchant-api/create-payment'
import { PaymentBody } from '@/lib/merchant-api/payment-request'
import { expectDocumentedEvent } from '@/lib/merchant-api/testing/documented-event'
import { chooseOutcome } from '@/lib/sandbox/choose-outcome'
import { takeSandboxTurns } from '@/lib/sandbox/take-sandbox-turns'
import { createPayLab, makePayer, type PayLab, tally } from '@/lib/settlement/testing/pay-lab'
import { createInvoice } from './create-invoice'
import { getInvoice } from './get-invoice'
import { getInvoiceView } from './get-invoice-view'
import type { InvoiceJson } from './invoice'
import { InvoiceBody } from './invoice-request'
import { findInvoiceByToken } from './invoice-store'
import { issueInvoice } from './issue-invoice'
import { lookUpInvoice } from './look-up-invoice'
import { createPayableLink, payInvoice } from './payable-link'

useTestDatabase()

let lab: PayLab
let shop: Awaited<ReturnType<typeof makeApplication>>['application']
let other: typeof shop

beforeAll(async () => {
  vi.stubEnv('GATEWAY_MODE', 'development')
  lab = await createPayLab()
  shop = (await makeApplication({ webhookUrl: 'https://books.example/hook' })).application
  other = (await makeApplication({ name: 'Other Books' })).application
})
afterEach(async () => expect(await checkLedger()).toEqual([]))
afterAll(() => lab.close())

type Mode = 'TEST' | 'LIVE'
type Whose = { mode?: Mode; application?: typeof shop; now?: Date }

const call = <Body>(body: Body, id = '', { mode = 'LIVE', application = shop, now = new Date() }: Whose = {}) => ({
  gateway: lab.us,
  request: new Request('http://localhost/'),
  params: { id },
  query: () => ({}),
  now,
  application,
  mode,
  credentialId: 'cred_test',
  body,
})

const aThing = { description: 'A thing', qty: 2, unitAmountMinor: 250 }
const bodyOf = (fields: Record<string, unknown>) =>
  InvoiceBody.parse({ customerReference: 'customer-1', currency: 'USD', lineItems: [aThing], ...fields })

function dataOf<Data>(outcome: Awaited<ReturnType<typeof createInvoice>>): Data {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
  return outcome.value.data as Data
}

/** An invoice of 5.00 USD unless the fields say otherwise. */
const make = async (fields: Record<string, unknown> = {}, whose: Whose = {}): Promise<InvoiceJson> =>
  dataOf(await inTransaction((tx) => createInvoice(call(bodyOf(fields), '', whose), tx)))
const read = (id: string, whose: Whose = {}) => getInvoice(call(undefined, id, whose))
const seen = async (id: string, whose: Whose = {}) => dataOf<InvoiceJson>(await read(id, whose))
const issue = (id: string, whose: Whose = {}) => inTransaction((tx) => issueInvoice(call({}, id, whose), tx))
const link = (id: string, whose: Whose = {}) => inTransaction((tx) => createPayableLink(call({}, id, whose), tx))
const linked = async (id: string, whose: Whose = {}) =>
  dataOf<{ reference: string; checkoutUrl: string }>(await link(id, whose))
const sessionOf = ({ checkoutUrl }: { checkoutUrl: string }) => ({ sessionId: checkoutUrl.split('/').at(-1) ?? '' })

const payFor = (invoiceId: string, fields: Record<string, unknown> = {}, whose: Whose = {}) => {
  const body = PaymentBody.parse({ amountMinor: 500, currency: 'USD', customerReference: 'c', invoiceId, ...fields })
  return inTransaction((tx) => createPayment(call(body, '', whose), tx))
}
const paymentFor = async (invoiceId: string, amountMinor: number, whose: Whose = {}) =>
  dataOf<{ id: string; checkoutUrl: string }>(await payFor(invoiceId, { amountMinor }, whose))

const refusal = (code: string, data: unknown = null) => ({ ok: false, error: expect.objectContaining({ code, data }) })
const notFound = refusal('RESOURCE_NOT_FOUND')
const wrongState = refusal('INVALID_OPERATION_STATE')

test('an invoice has its number, its lines with what each costs, and all of it due', async () => {
  const dueDate = '2999-12-31'
  const line = { description: 'Paper', qty: 3, unitAmountMinor: 0 }
  const invoice = await make({ lineItems: [aThing, line], dueDate, customerEmail: 'Ada@Example.com' })
  expect(invoice).toEqual({
    id: expect.stringMatching(/^inv_[\w-]{20}$/),
    number: expect.any(Number),
    status: 'ISSUED',
    customerReference: 'customer-1',
    customerEmail: 'ada@example.com',
    currency: 'USD',
    lineItems: [
      { ...aThing, totalMinor: 500 },
      { ...line, totalMinor: 0 },
    ],
    totalMinor: 500,
    paidMinor: 0,
    dueMinor: 500,
    dueDate,
    url: expect.stringMatching(/\/invoices\/[\w-]{22}$/),
    createdAt: invoice.issuedAt,
    updatedAt: invoice.issuedAt,
    issuedAt: expect.any(String),
    paidAt: null,
  })
  expect(await seen(invoice.id)).toEqual(invoice)
})

test('50 invoices at once, of which some fail, have numbers in sequence without a gap', async () => {
  const { application } = await makeApplication({ name: 'Busy Books' })
  const makeOne = (fails: boolean) =>
    inTransaction(async (tx) => {
      await createInvoice(call(bodyOf({}), '', { application }), tx)
      if (fails) throw new Error('the line broke')
    })
  const made = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => makeOne(index % 5 === 2)))
  expect(made.filter(({ status }) => status === 'rejected')).toHaveLength(10)
  const numbers = await sql(
    `SELECT number FROM invoices WHERE application_id = '${application.id}' AND mode = 'LIVE' ORDER BY number`,
  )
  expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
})

test('each application and each mode counts for itself', async () => {
  const { application } = await makeApplication({ name: 'New Books' })
  const numbers = [
    (await make({}, { application })).number,
    (await make({}, { application, mode: 'TEST' })).number,
    (await make({}, { application })).number,
  ]
  expect(numbers).toEqual([1, 1, 2])
})

test('a draft has no number and takes no money until it is issued, once', async () => {
  const draft = await make({ issue: false })
  expect(draft).toMatchObject({ status: 'DRAFT', number: null, issuedAt: null })
  expect(await link(draft.id)).toEqual(wrongState)
  expect(await payFor(draft.id)).toEqual(wrongState)
  const issued = dataOf<InvoiceJson>(await issue(draft.id))
  expect(issued).toMatchObject({ status: 'ISSUED', number: expect.any(Number), issuedAt: expect.any(String) })
  expect(await seen(draft.id)).toEqual(issued)
  expect(await issue(draft.id)).toEqual(wrongState)
})

test('a draft that is issued ten times at once takes one number', async () => {
  const { application } = await makeApplication({ name: 'Eager Books' })
  const draft = await make({ issue: false }, { application })
  const issued = await Promise.all(Array.from({ length: 10 }, () => issue(draft.id, { application })))
  expect(issued.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await make({}, { application })).number).toBe(2)
})

test('part payments add up until the invoice is paid, and its event comes once', async () => {
  const { id } = await make()
  expect(await lab.pay(sessionOf(await paymentFor(id, 200)), await makePayer())).toMatchObject({ ok: true })
  expect(await seen(id)).toMatchObject({ status: 'PARTIALLY_PAID', paidMinor: 200, dueMinor: 300, paidAt: null })
  expect(await lab.pay(sessionOf(await linked(id)), await makePayer())).toMatchObject({ ok: true })
  const paid = await seen(id)
  expect(paid).toMatchObject({ status: 'PAID', paidMinor: 500, dueMinor: 0, paidAt: expect.any(String) })
  const events = await sql(`SELECT id, type FROM app_events WHERE subject_id = '${id}'`)
  expect(events.map(({ type }) => type)).toEqual(['invoice.paid'])
  await announceEvent(lab.us, String(events[0]?.id))
  const [delivery] = await sql(`SELECT body FROM deliveries WHERE id = '${events[0]?.id}'`)
  expect(JSON.parse(String(delivery?.body))).toMatchObject({ type: 'invoice.paid', mode: 'LIVE', data: paid })
  expectDocumentedEvent(String(delivery?.body))
})

test('a paid invoice takes no further payment', async () => {
  const { id } = await make()
  await lab.pay(sessionOf(await linked(id)), await makePayer())
  expect(await link(id)).toEqual(wrongState)
  expect(await payFor(id, { amountMinor: 1 })).toEqual(wrongState)
})

test('two payments at once for more than is due together: one is paid, the other refused as already paid', async () => {
  const { id } = await make()
  const [first, second] = [await paymentFor(id, 300), await paymentFor(id, 400)]
  const payers = [await makePayer(), await makePayer()] as const
  const outcomes = await Promise.all([lab.pay(sessionOf(first), payers[0]), lab.pay(sessionOf(second), payers[1])])
  expect(tally(outcomes)).toEqual({ paid: 1, ALREADY_PAID: 1 })
  const { paidMinor, status } = await seen(id)
  expect([300, 400]).toContain(paidMinor)
  expect(status).toBe('PARTIALLY_PAID')
  const [moved] = await sql(`SELECT sum(amount_minor)::text AS moved FROM transfers
    WHERE payment_id IN ('${first.id}', '${second.id}') AND state = 'POSTED'`)
  expect(moved).toEqual({ moved: String(paidMinor) })
})

test('ten requests at once for the same payment of an invoice make one', async () => {
  const { id } = await make()
  const made = await Promise.all(Array.from({ length: 10 }, () => payFor(id)))
  const [first] = made.filter(({ ok }) => ok).map((outcome) => dataOf<{ id: string; checkoutUrl: string }>(outcome))
  expect(made.filter(({ ok }) => ok)).toHaveLength(1)
  const refused = refusal('RESOURCE_ALREADY_EXISTS', { reference: first?.id, checkoutUrl: first?.checkoutUrl })
  for (const outcome of made.filter(({ ok }) => !ok)) expect(outcome).toEqual(refused)
  expect(await countOf('app_payments', `invoice_id = '${id}'`)).toBe(1)
})

test('a payable link is the same until what is due has changed or its time is over', async () => {
  const { id } = await make()
  const made = await Promise.all(Array.from({ length: 10 }, () => linked(id)))
  const [first] = made
  expect(new Set(made.map(({ checkoutUrl }) => checkoutUrl)).size).toBe(1)
  expect(first?.checkoutUrl).toMatch(/\/pay\/sess_/)
  await lab.pay(sessionOf(await paymentFor(id, 100)), await makePayer())
  const second = await linked(id)
  expect(second.reference).not.toBe(first?.reference)
  expect(await findCheckout(sessionOf(second).sessionId)).toMatchObject({ amountMinor: 400n, currency: 'USD' })
  const last = async (interval: string) => {
    await sql(`UPDATE payments SET expires_at = now() + interval '${interval}' WHERE id = '${second.reference}'`)
    return (await linked(id)).reference
  }
  expect(await last('61 minutes')).toBe(second.reference)
  // A customer who opens the mail later would find it over.
  expect(await last('59 minutes')).not.toBe(second.reference)
})

test('the link of before a part payment cannot overpay', async () => {
  const { id } = await make()
  const stale = await linked(id)
  await lab.pay(sessionOf(await paymentFor(id, 100)), await makePayer())
  expect(await lab.pay(sessionOf(stale), await makePayer())).toEqual({ ok: false, error: 'ALREADY_PAID' })
  expect(await seen(id)).toMatchObject({ paidMinor: 100 })
})

test('what the application does not take in one payment has no payable link', async () => {
  const { application } = await makeApplication({ name: 'Small Books', mostAmountMinor: 400n })
  const { id } = await make({}, { application })
  expect(await link(id, { application })).toEqual(wrongState)
})

test('it is overdue from the day after its due date, until it is paid', async () => {
  const { id } = await make({ dueDate: '2026-03-01' })
  const at = async (time: string) => (await seen(id, { now: new Date(time) })).status
  expect(await at('2026-03-01T23:59:59Z')).toBe('ISSUED')
  expect(await at('2026-03-02T00:00:00Z')).toBe('OVERDUE')
  await lab.pay(sessionOf(await paymentFor(id, 100)), await makePayer())
  expect(await at('2026-03-02T00:00:00Z')).toBe('OVERDUE')
  expect(await at('2026-03-01T00:00:00Z')).toBe('PARTIALLY_PAID')
  await lab.pay(sessionOf(await linked(id)), await makePayer())
  expect(await at('2026-03-02T00:00:00Z')).toBe('PAID')
})

test('the button of the printable page leads to the payable link', async () => {
  const invoice = await make()
  const stored = await findInvoiceByToken(invoice.url.split('/').at(-1) ?? '')
  if (!stored) throw new Error('no invoice behind its own address')
  const sessionId = await payInvoice(lab.us, stored)
  expect(sessionOf(await linked(invoice.id))).toEqual({ sessionId })
  await lab.pay({ sessionId: sessionId ?? '' }, await makePayer())
  expect(await payInvoice(lab.us, stored)).toBeUndefined()
})

describe('in the sandbox', () => {
  const inTest = { mode: 'TEST' } as const

  test('an outcome that succeeds pays the invoice', async () => {
    const { id } = await make({}, inTest)
    await chooseOutcome(sessionOf(await linked(id, inTest)).sessionId, 'succeed')
    expect(await seen(id, inTest)).toMatchObject({ status: 'PAID' })
  })

  test('an outcome that would overpay is refused, and changes nothing', async () => {
    const { id } = await make({}, inTest)
    const stale = sessionOf(await linked(id, inTest))
    await chooseOutcome(sessionOf(await paymentFor(id, 100, inTest)).sessionId, 'succeed')
    for (const outcome of ['succeed', 'time_out'] as const) {
      expect(await chooseOutcome(stale.sessionId, outcome)).toEqual({ ok: false, error: 'ALREADY_PAID' })
    }
    expect(await findCheckout(stale.sessionId)).toMatchObject({ status: 'CREATED', isHeld: false })
    expect(await seen(id, inTest)).toMatchObject({ paidMinor: 100 })
  })

  test('a payment that timed out fails when the invoice was paid meanwhile, and does not stand in the way of others', async () => {
    const { id } = await make({}, inTest)
    const [slow, quick] = [await paymentFor(id, 500, inTest), await paymentFor(id, 400, inTest)]
    await chooseOutcome(sessionOf(slow).sessionId, 'time_out')
    await chooseOutcome(sessionOf(quick).sessionId, 'succeed')
    await sql(`UPDATE app_payments SET sandbox_due_at = now() - interval '1 second' WHERE payment_id = '${slow.id}'`)
    expect(await takeSandboxTurns()).toBe(1)
    const [row] = await sql(`SELECT status, failure_code AS code FROM payments WHERE id = '${slow.id}'`)
    expect(row).toEqual({ status: 'FAILED', code: 'ALREADY_PAID' })
    expect(await seen(id, inTest)).toMatchObject({ paidMinor: 400 })
  })

  test('a planned outcome fails as already paid when it would overpay', async () => {
    const { id } = await make({}, inTest)
    const planned = { amountMinor: 400, metadata: { sandbox_outcome: 'succeed' } }
    const late = dataOf<{ id: string }>(await payFor(id, planned, inTest))
    await chooseOutcome(sessionOf(await paymentFor(id, 300, inTest)).sessionId, 'succeed')
    expect(await takeSandboxTurns()).toBe(1)
    const [row] = await sql(`SELECT status, failure_code AS code FROM payments WHERE id = '${late.id}'`)
    expect(row).toEqual({ status: 'FAILED', code: 'ALREADY_PAID' })
  })
})

describe('an invoice of another application or of the other mode', () => {
  test.each([
    ['another application', () => ({ application: other })],
    ['the other mode', () => ({ mode: 'TEST' as const })],
  ])('is not there for %s', async (_, whose) => {
    const { id } = await make()
    const draft = await make({ issue: false })
    expect(await read(id, whose())).toEqual(notFound)
    expect(await link(id, whose())).toEqual(notFound)
    expect(await issue(draft.id, whose())).toEqual(notFound)
    const noSuch = refusal('VALIDATION_ERROR', { invoiceId: 'is no invoice of this application in this mode' })
    expect(await payFor(id, {}, whose())).toEqual(noSuch)
  })

  test.each(['', 'inv_', 'pay_x', '../x', "' OR true --", 'x'.repeat(5000)])(
    'no invoice is found by %j',
    async (id) => {
      expect(await read(id)).toEqual(notFound)
      expect(await link(id)).toEqual(notFound)
      expect(await issue(id)).toEqual(notFound)
    },
  )
})

describe('a payment for an invoice', () => {
  test('refuses more than is due', async () => {
    const { id } = await make()
    const tooMuch = refusal('VALIDATION_ERROR', { amountMinor: 'must be at most 500, which is still due' })
    expect(await payFor(id, { amountMinor: 501 })).toEqual(tooMuch)
  })

  test('refuses another currency', async () => {
    const { id } = await make()
    const wrong = refusal('VALIDATION_ERROR', { currency: 'must be USD, as on the invoice' })
    expect(await payFor(id, { currency: 'EUR' })).toEqual(wrong)
  })
})

test('an invoice in a currency that is not held here is refused', async () => {
  const refused = await inTransaction((tx) => createInvoice(call(bodyOf({ currency: 'XTS' })), tx))
  expect(refused).toEqual(refusal('VALIDATION_ERROR', { currency: expect.stringContaining('must be one of') }))
})

test('the database refuses to change what an invoice says, to go back, and to forget one', async () => {
  const { id } = await make()
  const change = (what: string) => sql(`UPDATE invoices SET ${what} WHERE id = '${id}'`)
  await expect(change('total_minor = 1')).rejects.toThrow('what invoice')
  await expect(change('number = 4711')).rejects.toThrow('what invoice')
  await expect(change(`status = 'DRAFT', number = NULL, issued_at = NULL`)).rejects.toThrow('what invoice')
  await expect(change(`status = 'PAID', paid_at = now()`)).rejects.toThrow('invoice_state')
  await expect(sql(`DELETE FROM invoices WHERE id = '${id}'`)).rejects.toThrow('never deleted')
})

describe('the printable page', () => {
  const tokenOf = ({ url }: InvoiceJson) => url.split('/').at(-1) ?? ''
  const view = async (invoice: InvoiceJson, now = new Date()) => {
    const stored = await lookUpInvoice(tokenOf(invoice), '192.0.2.1')
    if (!stored.ok) throw new Error(stored.error)
    return getInvoiceView(lab.us, stored.value, now)
  }

  test('shows from whom, what for, how much is paid and how much is due, and nothing of the email address', async () => {
    const invoice = await make({ dueDate: '2026-03-01', customerEmail: 'ada@example.com' })
    await lab.pay(sessionOf(await paymentFor(invoice.id, 200)), await makePayer())
    const shown = await view(invoice, new Date('2026-03-02T00:00:00Z'))
    const currency = { code: 'USD', exponent: 2 }
    expect(shown).toMatchObject({
      status: 'OVERDUE',
      isTest: false,
      number: invoice.number,
      merchant: { name: 'Rooftop Books', domain: 'books.example' },
      order: {
        lines: [{ name: 'A thing', quantity: '2', unitPrice: { amountMinor: 250n }, total: { amountMinor: 500n } }],
        total: { amountMinor: 500n, currency },
      },
      paid: { amountMinor: 200n, currency },
      due: { amountMinor: 300n, currency },
      dueDate: '2026-03-01',
      canPay: true,
    })
    expect(JSON.stringify(shown, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      'ada@',
    )
  })

  test('offers no payment of a draft, of a paid one, or of what the application does not take at once', async () => {
    const { application } = await makeApplication({ name: 'Tiny Books', mostAmountMinor: 400n })
    const paid = await make()
    await lab.pay(sessionOf(await linked(paid.id)), await makePayer())
    for (const invoice of [await make({ issue: false }), paid, await make({}, { application })]) {
      expect(await view(invoice)).toMatchObject({ canPay: false })
    }
  })

  test('says of a test that it is one', async () => {
    expect(await view(await make({}, { mode: 'TEST' }))).toMatchObject({ isTest: true })
  })

  test('limits guesses by address, and counts no look at what is there', async () => {
    const token = tokenOf(await make())
    const lookAt = (wanted: string) => lookUpInvoice(wanted, '192.0.2.77')
    for (let look = 0; look < 100; look++) expect(await lookAt(token)).toMatchObject({ ok: true })
    expect(await lookAt('x')).toEqual({ ok: false, error: 'NOT_FOUND' })
    for (let guess = 0; guess < 100; guess++) await lookAt('A'.repeat(22))
    expect(await lookAt(token)).toEqual({ ok: false, error: 'TOO_MANY' })
    expect(await lookUpInvoice(token, '192.0.2.78')).toMatchObject({ ok: true })
  })
})
