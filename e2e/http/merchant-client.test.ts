import { beforeAll, expect, test } from 'vitest'
import { ApiError, createClient } from '@/clients/typescript/src/client'
import { addShop, type Shop } from './testing/merchant-api'
import { waitUntil } from './testing/wait-until'
import { useWorld } from './testing/world'

const world = useWorld()
let shop: Shop
let pay: ReturnType<typeof createClient>

beforeAll(async () => {
  shop = await addShop(world.databaseUrl)
  pay = createClient({ url: world.url, key: shop.test.key, secret: shop.test.secret })
})

const book = { amountMinor: 1940, currency: 'USD', customerReference: 'client-1', productName: 'A book' } as const

test('a shop takes a payment, sees it paid, and gives a part back', async () => {
  expect(await pay.getApplication()).toMatchObject({ mode: 'TEST', name: shop.application.name })
  const made = await pay.createPayment(
    { ...book, metadata: { sandbox_outcome: 'succeed' } },
    { idempotencyKey: 'client-a' },
  )
  await waitUntil('the payment has succeeded', async () => (await pay.getPayment(made.id)).status === 'SUCCEEDED')
  const refund = await pay.createRefund(made.id, { amountMinor: 940 })
  expect(await pay.getRefund(refund.id)).toEqual(refund)
  expect(await pay.getReceipt(made.id)).toMatchObject({
    refundedMinor: 940,
    keptMinor: 1000,
    status: 'PARTIALLY_REFUNDED',
  })
  expect(await pay.getCheckout(made.reference)).toMatchObject({ status: 'PARTIALLY_REFUNDED' })
})

test('what is no answer of the gateway is an error with its status', async () => {
  const html = () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 }))
  const behindProxy = createClient({ url: world.url, key: 'k', secret: 's', fetch: html })
  await expect(behindProxy.getApplication()).rejects.toMatchObject({
    name: 'ApiError',
    errorCode: 'UNKNOWN',
    status: 502,
  })
})

test('a repeat under the same key gives the same payment', async () => {
  const [first, second] = [
    await pay.createPayment(book, { idempotencyKey: 'client-b' }),
    await pay.createPayment(book, { idempotencyKey: 'client-b' }),
  ]
  expect(second).toEqual(first)
})

test('a list comes with how much more there is', async () => {
  const page = await pay.listPayments({ customerReference: 'client-1', size: 1, order: 'ASC' })
  expect(page).toMatchObject({ page: 0, size: 1, totalElements: 2, totalPages: 2 })
  expect(page.items).toHaveLength(1)
})

test('an invoice is issued and has a link where it is paid', async () => {
  const lineItems = [{ description: 'A book', qty: 2, unitAmountMinor: 970 }]
  const draft = await pay.createInvoice({ customerReference: 'client-2', currency: 'USD', lineItems, issue: false })
  const issued = await pay.issueInvoice(draft.id)
  expect(issued).toMatchObject({ number: 1, dueMinor: 1940 })
  expect((await pay.createPayableLink(draft.id)).checkoutUrl).toContain('/pay/')
  expect(await pay.getInvoice(draft.id)).toMatchObject({ status: 'ISSUED' })
})

test('a refusal is thrown with its code and the fields', async () => {
  const refused = pay.createPayment({ ...book, amountMinor: 0 })
  await expect(refused).rejects.toBeInstanceOf(ApiError)
  await expect(refused).rejects.toMatchObject({
    errorCode: 'VALIDATION_ERROR',
    status: 400,
    data: { amountMinor: expect.any(String) },
  })
})
