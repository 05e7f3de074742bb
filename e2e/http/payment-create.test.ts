import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerFaults } from './testing/books'
import type { Peer } from './testing/peer'
import { newReference, post, prepareReceiving, unheardOf, useReceivingWorld } from './testing/receiving'
import { expectError, expectRefusal, expectSuccess } from './testing/refusal'
import { call, freshNonce, nowSeconds } from './testing/signed-call'
import { OUR_OCID, useWorld } from './testing/world'

const world = useReceivingWorld()
const withoutProviders = useWorld()

beforeAll(() => prepareReceiving(world))

afterAll(async () => {
  expect(await ledgerFaults(world)).toEqual([])
})

const body = (changes: Record<string, unknown> = {}) => ({
  to: world.shop.ocid,
  amount: '4.50',
  currency: 'USD',
  reference: 'their order',
  ...changes,
})
const create = (what: unknown, more: Parameters<typeof post>[4] & { sender?: Peer } = {}) => {
  const { sender = world.stranger, ...rest } = more
  return post(world.url, sender, 'payment/create', what, rest)
}

test('names the txid, the end in an hour and whose proofs settle it; the amount stays as it was written', async () => {
  const answer = expectSuccess(world.key, await create(body({ amount: '4.5', memo: 'Tea', order: { id: 'o' } })))
  expect(answer).toEqual({
    status: 'pending_settlement',
    txid: expect.stringMatching(/^tx_[0-9a-f]{32}$/),
    amount: '4.5',
    currency: 'USD',
    expiresAt: expect.any(Number),
    settlement: { accepts: [world.provider.ocid, unheardOf] },
  })
  expect(Math.abs(Number(answer.expiresAt) - nowSeconds() - 3600)).toBeLessThan(10)
})

test('lasts as long as the caller says, up to a week', async () => {
  for (const seconds of [60, 7 * 24 * 3600 - 60]) {
    const expiresAt = nowSeconds() + seconds
    expect(expectSuccess(world.key, await create(body({ expiresAt })))).toMatchObject({ expiresAt })
  }
})

test('is for gateways with an account too, and for a merchant that asks for itself', async () => {
  expectSuccess(world.key, await create(body({ to: world.mg.ocid })))
  expectSuccess(world.key, await create(body(), { sender: world.shop }))
})

test('whoever created it and the merchant see how it stands, nobody else does', async () => {
  const { txid } = expectSuccess(world.key, await create(body()))
  const verify = (who: Peer) => call(world.url, who, { path: `/opencharge/verify/${txid}` })
  for (const who of [world.stranger, world.shop]) {
    expect(expectSuccess(world.key, await verify(who))).toEqual({ status: 'pending', txid })
  }
  await expectRefusal(world, 404, 'TXID_NOT_FOUND', () => verify(world.mg))
  await world.db.rows("UPDATE incoming_payments SET expires_at = now() - interval '1 second' WHERE txid = $1", [txid])
  for (const who of [world.stranger, world.shop]) {
    expect(expectSuccess(world.key, await verify(who))).toEqual({ status: 'expired', txid })
  }
})

describe('is refused, and leaves nothing behind,', () => {
  const refuse = async (status: number, code: string, changes: Record<string, unknown>, more = {}) =>
    void (await expectRefusal(world, status, code, () => create(body(changes), more)))

  test('when the merchant has no account here', () => refuse(400, 'ACCOUNT_NOT_FOUND', { to: world.otherShop.ocid }))
  test('when it is to us', () => refuse(400, 'ACCOUNT_NOT_FOUND', { to: OUR_OCID }))
  test('when the merchant is blocked', () => refuse(403, 'CONNECTION_REFUSED', { to: world.blocked.ocid }))
  test('when the caller is blocked', () => refuse(403, 'CONNECTION_REFUSED', {}, { sender: world.blocked }))
  test('when nobody holds that currency', () => refuse(400, 'CURRENCY_MISMATCH', { currency: 'XYZ' }))
  test('where nobody’s proofs are accepted', async () => {
    const { url, stranger, mg } = withoutProviders
    const ask = () => post(url, stranger, 'payment/create', body({ to: mg.ocid }))
    await expectRefusal(withoutProviders, 400, 'SETTLEMENT_NOT_SUPPORTED', ask)
  })
  test.each([-1, 0, 7 * 24 * 3600 + 60])('when it ends %i seconds from now', (seconds) =>
    refuse(400, 'INVALID_REQUEST', { expiresAt: nowSeconds() + seconds }),
  )
  test.each([
    ['to', undefined],
    ['to', 'shop'],
    ['to', { ocid: 1 }],
    ['amount', undefined],
    ['amount', '0'],
    ['amount', 4.5],
    ['amount', '4.501'],
    ['currency', undefined],
    ['reference', ''],
    ['reference', 5],
    ['reference', 'a\u0000b'],
    ['memo', 5],
    ['expiresAt', 'tomorrow'],
    ['order', {}],
    ['order', { id: 'o', urls: ['nowhere'] }],
  ])('when its %s is %j', (member, value) => refuse(400, 'INVALID_REQUEST', { [member]: value }))
  test.each(['', 'x'.repeat(256)])('when its Idempotency-Key is %j', (key) =>
    refuse(400, 'INVALID_REQUEST', {}, { key }),
  )
  test('when it is read again from the wire', async () => {
    const [nonce, timestamp] = [freshNonce(), nowSeconds()]
    expectSuccess(world.key, await create(body(), { nonce, timestamp }))
    await expectRefusal(world, 401, 'NONCE_REUSED', () => create(body(), { nonce, timestamp }))
  })
})

describe('under one Idempotency-Key', () => {
  test('is one payment, fifty times at once as well as later', async () => {
    const key = newReference()
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(body(), { key })))
    for (const answer of answers) expectSuccess(world.key, answer)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect((await create(body(), { key })).text).toBe(answers[0]?.text)
  })

  test('is a conflict with other content', async () => {
    const key = newReference()
    expectSuccess(world.key, await create(body(), { key }))
    for (const changes of [{ amount: '4.51' }, { to: world.mg.ocid }, { memo: 'x' }, { to: 987_654_321 }]) {
      await expectRefusal(world, 409, 'ORDER_CONFLICT', () => create(body(changes), { key }))
    }
  })

  test('two contents at once: one is made', async () => {
    const key = newReference()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => create(body({ amount: `${(index % 2) + 1}.00` }), { key })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectError(world.key, answer, 409, 'ORDER_CONFLICT')
  })

  test('is another payment for another caller, and without a key every one is new', async () => {
    const key = newReference()
    const made = [
      await create(body(), { key }),
      await create(body(), { key, sender: world.mg }),
      await create(body()),
      await create(body()),
    ]
    expect(new Set(made.map((answer) => expectSuccess(world.key, answer).txid)).size).toBe(4)
  })
})
