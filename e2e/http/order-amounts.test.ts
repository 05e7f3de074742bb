import { expect, test } from 'vitest'
import vectors from '@/lib/opencharge/vectors.json'
import { checkoutBody, postCheckout } from './testing/checkout'
import { expectRefusal, expectSuccess } from './testing/refusal'
import { useWorld } from './testing/world'

const world = useWorld()

const valid = vectors.amounts.filter(({ minor }) => minor !== null)
const invalid = vectors.amounts.filter(({ minor }) => minor === null)
const unsupported = invalid.filter(({ currency }) => currency === 'usd' || currency === 'XYZ' || currency === '')
const malformed = invalid.filter((amount) => !unsupported.includes(amount))

async function storedAmount(sessionId: unknown): Promise<unknown> {
  const text = `SELECT amount_minor::text AS minor, currency FROM payments p JOIN checkout_sessions s ON s.payment_id = p.id
    WHERE s.id = $1`
  const [row] = await world.db.rows(text, [sessionId])
  return row
}

test.each(valid)('takes "$text" $currency as $minor of its smallest unit', async ({ text, currency, minor }) => {
  const order = world.shop.order({ amount: text, currency })
  const { session_id: id } = expectSuccess(world.key, await postCheckout(world, checkoutBody(world.shop, order)))
  expect(await storedAmount(id)).toEqual({ minor, currency })
})

test.each(malformed)('refuses "$text" $currency and names the amount', async ({ text, currency }) => {
  const order = world.shop.order({ amount: text, currency })
  const { details } = await expectRefusal(world, 400, 'INVALID_REQUEST', () =>
    postCheckout(world, checkoutBody(world.shop, order)),
  )
  expect(details?.issues).toEqual([{ path: 'order.amount', message: expect.stringMatching(/\S/) }])
})

test.each(unsupported.filter(({ currency }) => currency !== ''))(
  'refuses the currency $currency and lists ours',
  async ({ text, currency }) => {
    const order = world.shop.order({ amount: text, currency })
    const { details } = await expectRefusal(world, 400, 'SETTLEMENT_NOT_SUPPORTED', () =>
      postCheckout(world, checkoutBody(world.shop, order)),
    )
    expect(details).toMatchObject({ currency, currencies: expect.arrayContaining(['USD', 'UGX', 'KWD']) })
  },
)

test('refuses an order without a currency', async () => {
  for (const currency of ['', undefined, null, 840, ' USD', 'USD\u0000']) {
    const order = world.shop.order({ currency })
    const answer = await postCheckout(world, checkoutBody(world.shop, order))
    expect(answer.status, JSON.stringify(currency)).toBe(400)
  }
})

test.each([4.5, 450, null, ['4.50'], { value: '4.50' }, true])(
  'refuses the amount %j, which is no text',
  async (amount) => {
    const order = world.shop.order({ amount })
    await expectRefusal(world, 400, 'INVALID_REQUEST', () => postCheckout(world, checkoutBody(world.shop, order)))
  },
)

test.each(['9'.repeat(30), `0.${'0'.repeat(18)}1`, `1.${'0'.repeat(19)}`, '1\n', '1\u0000', '१.००', '−1', '1’000'])(
  'refuses the amount %j',
  async (amount) => {
    const order = world.shop.order({ amount })
    await expectRefusal(world, 400, 'INVALID_REQUEST', () => postCheckout(world, checkoutBody(world.shop, order)))
  },
)

const item = { id: 'i1', name: 'Tea', quantity: 1, price: '4.50' }
test.each<[string, Record<string, unknown>]>([
  ['a price as a number', { price: 4.5 }],
  ['a negative price', { price: '-4.50' }],
  ['a price of fractions of a cent', { price: '4.505' }],
  ['a quantity of zero', { quantity: 0 }],
  ['a negative quantity', { quantity: -1 }],
  ['a quantity as text', { quantity: '1' }],
  ['an endless quantity', { quantity: 1e300 }],
  ['no name', { name: undefined }],
  ['no id', { id: undefined }],
])('refuses an item with %s', async (_, change) => {
  const order = world.shop.order({ items: [JSON.parse(JSON.stringify({ ...item, ...change }))] })
  await expectRefusal(world, 400, 'INVALID_REQUEST', () => postCheckout(world, checkoutBody(world.shop, order)))
})

test('takes items that do not add up to the amount: the difference is shown, not refused', async () => {
  const order = world.shop.order({ amount: '10.00', items: [{ ...item, quantity: 0.5 }, item] })
  expectSuccess(world.key, await postCheckout(world, checkoutBody(world.shop, order)))
})
