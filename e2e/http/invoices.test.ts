import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerFaults } from './testing/books'
import { addShop, ask, type MerchantReply, type Shop } from './testing/merchant-api'
import { formSaying, Visitor } from './testing/visitor'
import { useWorld } from './testing/world'

const world = useWorld()
let shop: Shop
let other: Shop

beforeAll(async () => {
  shop = await addShop(world.databaseUrl)
  other = await addShop(world.databaseUrl)
})

afterAll(async () => expect(await ledgerFaults(world)).toEqual([]))

const email = 'payer-of-invoices@example.com'
const plain = {
  customerReference: 'customer-1',
  customerEmail: email,
  currency: 'USD',
  lineItems: [{ description: 'A thing', qty: 2, unitAmountMinor: 250 }],
}
const create = (changes: Record<string, unknown> = {}, key?: string, credential = shop.test) =>
  ask(world.url, '/invoices', {
    body: { ...plain, ...changes },
    credential,
    headers: key === undefined ? [] : [['idempotency-key', key]],
  })
const read = (path: string, credential = shop.test) => ask(world.url, path, { credential })
const post = (path: string, body: unknown = {}, credential = shop.test) => ask(world.url, path, { body, credential })
const idOf = ({ data }: MerchantReply) => String(data?.id)
const pathOf = ({ data }: MerchantReply) => new URL(String(data?.url)).pathname

const lastNumber = async () => {
  const [row] = await world.db.rows<{ n: number }>(
    `SELECT coalesce(max(last_number), 0)::int AS n FROM invoice_counters WHERE application_id = $1 AND mode = 'TEST'`,
    [shop.application.id],
  )
  return row?.n ?? 0
}

describe('an invoice by API', () => {
  test('is made, read as it was told, and linked to a checkout that is made once', async () => {
    const made = await create({ dueDate: '2999-12-31' })
    expect(made).toMatchObject({ status: 201, data: { status: 'ISSUED', totalMinor: 500, dueMinor: 500 } })
    expect((await read(`/invoices/${idOf(made)}`)).data).toEqual(made.data)
    const linked = await post(`/invoices/${idOf(made)}/payable-link`)
    expect(linked).toMatchObject({ status: 201, data: { reference: expect.stringMatching(/^pay_/) } })
    const again = await post(`/invoices/${idOf(made)}/payable-link`)
    expect(again).toMatchObject({ status: 200, data: linked.data })
    const payment = await read(`/payments/${linked.data?.reference}`)
    expect(payment.data).toMatchObject({
      invoiceId: idOf(made),
      amountMinor: 500,
      checkoutUrl: linked.data?.checkoutUrl,
    })
  })

  test('is issued from a draft, once, by a request with or without a body', async () => {
    const draft = await create({ issue: false })
    expect(draft.data).toMatchObject({ status: 'DRAFT', number: null })
    const issued = await ask(world.url, `/invoices/${idOf(draft)}/issue`, { method: 'POST', credential: shop.test })
    expect(issued).toMatchObject({ status: 200, data: { status: 'ISSUED', number: expect.any(Number) } })
    expect(await post(`/invoices/${idOf(draft)}/issue`)).toMatchObject({
      status: 409,
      errorCode: 'INVALID_OPERATION_STATE',
    })
  })

  test('is made once by 50 equal requests at once, and takes one number', async () => {
    const [key, before] = [`key-${process.pid}`, await lastNumber()]
    const replies = await Promise.all(Array.from({ length: 50 }, () => create({}, key)))
    const made = replies.filter(({ errorCode }) => errorCode === null)
    for (const { errorCode } of replies) expect([null, 'IDEMPOTENCY_IN_PROGRESS']).toContain(errorCode)
    expect(new Set(made.map(({ text }) => text)).size).toBe(1)
    const replay = await create({}, key)
    expect(replay).toMatchObject({ status: 200, data: made[0]?.data })
    expect(replay.headers['idempotent-replay']).toBe('true')
    const conflict = await create({ customerReference: 'customer-2' }, key)
    expect(conflict).toMatchObject({ status: 409, errorCode: 'IDEMPOTENCY_KEY_CONFLICT' })
    expect(await lastNumber()).toBe(before + 1)
  })

  test('is not made of what is wrong, and then takes no number', async () => {
    const before = await lastNumber()
    for (const [field, changes] of [
      ['lineItems', { lineItems: [] }],
      ['lineItems.0.qty', { lineItems: [{ description: 'x', qty: 1.5, unitAmountMinor: 1 }] }],
      ['currency', { currency: 'XTS' }],
      ['dueDate', { dueDate: 'tomorrow' }],
      ['total', { total: 5 }],
    ] as const) {
      const refused = await create(changes)
      expect(refused).toMatchObject({ status: 400, errorCode: 'VALIDATION_ERROR' })
      expect(Object.keys(refused.data ?? {})).toEqual([field])
    }
    expect(await lastNumber()).toBe(before)
  })

  test('is nowhere for another application, for the other mode, and for nobody', async () => {
    const made = await create()
    for (const credential of [other.test, shop.live]) {
      for (const reply of [
        await read(`/invoices/${idOf(made)}`, credential),
        await post(`/invoices/${idOf(made)}/issue`, {}, credential),
        await post(`/invoices/${idOf(made)}/payable-link`, {}, credential),
      ]) {
        expect(reply).toMatchObject({ status: 404, errorCode: 'RESOURCE_NOT_FOUND', data: null })
      }
    }
    expect(await ask(world.url, `/invoices/${idOf(made)}`)).toMatchObject({ status: 401 })
  })
})

describe('the printable page', () => {
  test('is for whoever has its address, for no search engine, and says nothing of the email address', async () => {
    const page = await new Visitor(world.url).get(pathOf(await create()))
    expect(page.status).toBe(200)
    expect(page.text).toContain('TEST')
    expect(page.text).toContain('A thing')
    expect(page.headers['x-robots-tag']).toBe('noindex, nofollow')
    expect(page.html).toContain('<meta name="robots" content="noindex, nofollow"')
    expect(page.html).not.toContain(email)
  })

  test('leads by its button to the payable link, without a script and signed out', async () => {
    const made = await create()
    const visitor = new Visitor(world.url)
    const page = await visitor.get(pathOf(made))
    const pressed = await visitor.post(page.path, formSaying(page, /Continue to pay/).fields)
    const linked = await post(`/invoices/${idOf(made)}/payable-link`)
    expect(pressed).toMatchObject({ status: 303, location: new URL(String(linked.data?.checkoutUrl)).pathname })
  })

  test('is not found under a token that was guessed', async () => {
    const guess = `/invoices/${randomBytes(16).toString('base64url')}`
    expect((await new Visitor(world.url).get(guess)).status).toBe(404)
  })
})
