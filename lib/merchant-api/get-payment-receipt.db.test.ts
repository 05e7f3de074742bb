import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { verifyProof } from '@/lib/opencharge/proof'
import { findReceipt } from '@/lib/receipts/receipt-store'
import { callOf, makePaid, refund } from '@/lib/refunds/testing/refund-lab'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { getPaymentReceipt } from './get-payment-receipt'
import { makeAppPayment } from './testing/make-app-payment'

useTestDatabase()

type Shop = Awaited<ReturnType<typeof makeApplication>>

let lab: PayLab
let shop: Shop
let other: Shop
let silent: Shop

beforeAll(async () => {
  lab = await createPayLab()
  shop = await makeApplication()
  other = await makeApplication()
  silent = await makeApplication({ hasReceipts: false })
})
afterAll(() => lab.close())

const read = ({ application }: Shop, id: string, mode: 'LIVE' | 'TEST' = 'LIVE') =>
  getPaymentReceipt(callOf(lab, { application, mode }, id, undefined))

async function receipt(id: string, mode: 'LIVE' | 'TEST' = 'LIVE') {
  const outcome = await read(shop, id, mode)
  if (!outcome.ok) throw new Error(outcome.error.code)
  return outcome.value.data as Record<string, unknown> & { proof: { proof: unknown; signature: unknown } }
}

test('a receipt says what was paid and given back, to whom, for what, under our signature', async () => {
  const { id } = await makePaid(lab, shop.application, 'LIVE', { productName: 'A book' })
  await refund(lab, shop, id, 120)
  const shown = await receipt(id)
  expect(shown).toMatchObject({
    paymentId: id,
    status: 'PARTIALLY_REFUNDED',
    amountMinor: 500,
    refundedMinor: 120,
    keptMinor: 380,
    currency: 'USD',
    items: [{ name: 'A book', quantity: '1', unitAmountMinor: 500, totalMinor: 500 }],
    application: { id: shop.application.id, name: 'Rooftop Books', domain: 'books.example' },
    gateway: { ocid: lab.us.ocid },
    paidAt: expect.stringMatching(/^\d{4}-/),
  })
  const { proof, signature } = shown.proof
  const expected = { receiverOcid: lab.us.ocid, reference: id }
  const issuerKey = lab.us.signer.publicKey
  expect(verifyProof({ proof, signature, accepts: [lab.us.ocid], issuerKey, expected }, lab.us.crypto)).toMatchObject({
    ok: true,
  })
})

test('the link leads to the public receipt, the same one however often and by how many at once it is asked for', async () => {
  const { id } = await makePaid(lab, shop.application)
  const urls = await Promise.all(Array.from({ length: 8 }, async () => (await receipt(id)).receiptUrl))
  expect(new Set(urls).size).toBe(1)
  const [, token = ''] = /\/receipts\/([\w-]{22})$/.exec(String(urls[0])) ?? []
  expect(await findReceipt(token)).toMatchObject({ paymentId: id })
})

test('a receipt of the sandbox has no proof and no public page', async () => {
  const { id } = await makePaid(lab, shop.application, 'TEST')
  expect(await receipt(id, 'TEST')).toMatchObject({ mode: 'TEST', amountMinor: 500, proof: null, receiptUrl: null })
})

test('refuses a receipt of what is not paid', async () => {
  const { id } = await makeAppPayment(lab.us, shop.application, 'LIVE')
  expect(await read(shop, id)).toMatchObject({
    ok: false,
    error: { code: 'INVALID_OPERATION_STATE', data: { status: 'CREATED' } },
  })
})

test('refuses receipts where the application has them switched off', async () => {
  const { id } = await makePaid(lab, silent.application)
  expect(await read(silent, id)).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } })
})

test("another application's and another mode's payment is not there", async () => {
  const { id } = await makePaid(lab, shop.application)
  for (const outcome of [await read(other, id), await read(shop, id, 'TEST'), await read(shop, 'pay_none')])
    expect(outcome).toMatchObject({ ok: false, error: { code: 'RESOURCE_NOT_FOUND' } })
})
