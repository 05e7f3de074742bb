import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { addWallet, createPayLab, makePayer, type Payer, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { cancelCheckout } from './cancel-checkout'
import type { CheckoutView } from './checkout-view'
import { expireCheckouts } from './expire-checkouts'
import { getCheckoutView } from './get-checkout-view'
import { currentStatus } from './get-order-status'
import { findCheckout, findMerchantCheckout } from './payment-store'
import { makeOrder, nowSeconds } from './testing/make-checkout'

useTestDatabase()

let lab: PayLab
let ada: Payer
let ben: Payer

beforeAll(async () => {
  lab = await createPayLab()
  ada = await makePayer(100_000n)
  ben = await makePayer(100_000n)
})

beforeEach(() => {
  lab.peers.put(300, 'merchant', { name: 'Corner Coffee', domain: 'coffee.example' })
})

afterAll(() => lab.close())

const user = ({ userId }: Payer) => ({ id: userId, email: 'somebody@people.example' })
const view = ({ sessionId }: { sessionId: string }, by: Payer | null, now = nowSeconds()) =>
  getCheckoutView(lab.us, sessionId, by && user(by), now)
const states = async (page: { sessionId: string }) =>
  Promise.all([view(page, ada), view(page, ben), view(page, null)].map(async (shown) => (await shown).state))

async function openView(
  page: { sessionId: string },
  by: Payer | null,
): Promise<Extract<CheckoutView, { state: 'open' }>> {
  const shown = await view(page, by)
  if (shown.state !== 'open') throw new Error(shown.state)
  return shown
}

describe('what the page is, to the one who pays, to another and to nobody in particular', () => {
  test('not there', async () => {
    expect(await states({ sessionId: 'sess_none' })).toEqual(['not_found', 'not_found', 'not_found'])
  })

  test('open, and then paid by you or by somebody else', async () => {
    const page = await lab.checkout()
    expect(await states(page)).toEqual(['open', 'open', 'open'])
    await lab.pay(page, ada)
    expect(await states(page)).toEqual(['paid_by_you', 'paid_by_other', 'paid_by_someone'])
  })

  test('cancelled', async () => {
    const page = await lab.checkout()
    await cancelCheckout(page.sessionId, null)
    expect(await states(page)).toEqual(['cancelled', 'cancelled', 'cancelled'])
  })

  test('expired, before and after the sweep', async () => {
    const page = await lab.checkout({ expiresAtEpochSeconds: nowSeconds() })
    expect(await states(page)).toEqual(['expired', 'expired', 'expired'])
    await expireCheckouts()
    expect(await states(page)).toEqual(['expired', 'expired', 'expired'])
  })

  test('confirming while money is held, also past its time', async () => {
    const page = await lab.checkout()
    await sql(`INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, payment_id, reason)
      SELECT 'PENDING', 'LIVE', 'USD', 500, ${ada.walletId}, id, '${page.paymentId}', 'PAYMENT' FROM ledger_accounts WHERE kind = 'CASH_IN' AND currency = 'USD'`)
    expect(await states(page)).toEqual(['confirming', 'confirming', 'confirming'])
    expect((await view(page, ada, nowSeconds() + 86_400)).state).toBe('confirming')
  })
})

test('the first who opens the page makes the payment pending, and looking at one that is over changes nothing', async () => {
  const [page, late] = [await lab.checkout(), await lab.checkout({ expiresAtEpochSeconds: nowSeconds() })]
  await Promise.all([view(page, ada), view(page, null), view(late, ada)])
  expect([await findCheckout(page.sessionId), await findCheckout(late.sessionId)]).toMatchObject([
    { status: 'PENDING' },
    { status: 'CREATED' },
  ])
})

test('a paid page shows the txid to its payer alone, and nobody else’s page says who paid', async () => {
  const page = await lab.checkout()
  await lab.pay(page, ada)
  expect(await view(page, ada)).toMatchObject({
    txid: expect.stringMatching(/^tx_/),
    paidAtEpochSeconds: expect.any(Number),
  })
  for (const by of [ben, null])
    expect(JSON.stringify(await view(page, by), (_, v) => (typeof v === 'bigint' ? `${v}` : v))).not.toMatch(
      /"tx_|payer|people\.example/,
    )
})

test.each([
  ['PENDING', 'BEING_TOLD'],
  ['PARKED', 'ELSEWHERE'],
  ['REFUSED', 'ELSEWHERE'],
  ['DELIVERED', 'TOLD'],
  ['DECLINED', 'ELSEWHERE'],
])('where the webhook is %s the payer reads that the merchant is %s', async (status, news) => {
  const page = await lab.checkout()
  await lab.pay(page, ada)
  await sql(`UPDATE deliveries SET status = '${status}' WHERE payment_id = '${page.paymentId}'`)
  expect(await view(page, ada)).toMatchObject({ news })
})

describe('the order on the page', () => {
  const items = [{ id: 'a', name: 'Flat white', quantity: 2, price: '1.75' }]

  test('shows its lines, and what they do not add up to as a line of its own', async () => {
    const { order } = await openView(await lab.checkout({ order: { items, memo: 'Table 4' } }), null)
    expect(order.lines).toMatchObject([
      { name: 'Flat white', quantity: '2', unitPrice: { amountMinor: 175n }, total: { amountMinor: 350n } },
    ])
    expect(order).toMatchObject({ difference: { amountMinor: 150n }, total: { amountMinor: 500n }, memo: 'Table 4' })
  })

  test('shows no difference when the lines agree or there are none', async () => {
    const agreeing = [{ ...items[0], price: '2.50' }]
    for (const order of [{ items: agreeing }, {}]) {
      expect((await openView(await lab.checkout({ order }), null)).order.difference).toBeNull()
    }
  })

  test('shows hostile names without what would disguise them', async () => {
    lab.peers.put(300, 'merchant', { name: 'Corner\u202eeeffoC\n', domain: 'coffee.example' })
    const order = { items: [{ ...items[0], name: '\u202eevil\u0007 <b>tea</b>' }], memo: 'a\u2066b' }
    const shown = await openView(await lab.checkout({ order }), null)
    const texts = [shown.merchant.name, shown.order.lines[0]?.name, shown.order.memo]
    expect(texts).toEqual(['CornereeffoC', 'evil <b>tea</b>', 'ab'])
  })

  test('shows the merchant by its number when its metadata cannot be had', async () => {
    const page = await lab.checkout()
    lab.peers.remove(300)
    expect((await openView(page, null)).merchant).toMatchObject({ ocid: 300, name: 'OCID 300', domain: '' })
  })

  test('sends the payer where the merchant said, with the session in the address', async () => {
    const page = await lab.checkout()
    expect((await openView(page, null)).successUrl).toBe(`https://shop.example/thanks?session=${page.sessionId}`)
  })
})

describe('the wallets on the page', () => {
  test('come with what is left after paying, the usable ones first', async () => {
    const payer = await makePayer(700n)
    const euro = await addWallet(payer.userId, 100n, 'EUR')
    const { payer: shown } = await openView(await lab.checkout(), payer)
    expect(shown?.shortfall).toBeNull()
    expect(shown?.wallets).toMatchObject([
      { walletId: String(payer.walletId), balanceAfter: { amountMinor: 200n }, unusable: null },
      { walletId: String(euro), balanceAfter: null, unusable: 'OTHER_CURRENCY' },
    ])
  })

  test.each([
    [100n, 400n],
    [499n, 1n],
  ])('with %i cents lack %i more', async (has, lacks) => {
    const { payer: shown } = await openView(await lab.checkout(), await makePayer(has))
    expect(shown).toMatchObject({ shortfall: { amountMinor: lacks }, wallets: [{ unusable: 'INSUFFICIENT_FUNDS' }] })
  })

  test('of somebody without any lack everything, and nobody signed in has none to show', async () => {
    const euroOnly = await makePayer(1000n, 'EUR')
    const page = await lab.checkout()
    expect((await openView(page, euroOnly)).payer?.shortfall).toMatchObject({ amountMinor: 500n })
    expect((await openView(page, null)).payer).toBeNull()
  })
})

test('a merchant finds its own order by either id, and no other merchant does', async () => {
  const page = await lab.checkout()
  for (const id of [page.paymentId, page.orderId])
    expect(await findMerchantCheckout(id, 300)).toMatchObject({ sessionId: page.sessionId })
  expect(await findMerchantCheckout(page.paymentId, 301)).toBeUndefined()
})

test('of several pages for one order a merchant is told of the paid one, else of the latest', async () => {
  const order = makeOrder({ accepts: [100, 101] })
  const first = await lab.checkout({ by: 100, order })
  const second = await lab.checkout({ by: 101, order })
  expect(await findMerchantCheckout(order.id, 300)).toMatchObject({ sessionId: second.sessionId })
  await lab.pay(first, ada)
  const found = await findMerchantCheckout(order.id, 300)
  expect(found).toMatchObject({ sessionId: first.sessionId })
  expect(found && currentStatus(found, nowSeconds() + 86_400)).toBe('paid')
})
