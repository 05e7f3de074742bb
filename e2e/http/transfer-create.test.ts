import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { ledgerFaults } from './testing/books'
import type { Peer } from './testing/peer'
import { addPerson, balanceOf, fundReserve, newReference, post } from './testing/receiving'
import { expectError, expectRefusal, expectSuccess } from './testing/refusal'
import { call, freshNonce, nowSeconds } from './testing/signed-call'
import { waitUntil } from './testing/wait-until'
import { OUR_OCID, useWorld } from './testing/world'

const world = useWorld()
let payer: Peer

beforeAll(async () => {
  payer = await world.network.add(world.mg.ocid + 20, { name: 'Payment Gateway' })
  await fundReserve(world.db, payer.ocid, 1_000_000n)
  await world.db.rows('INSERT INTO partners (ocid, merchant_account) VALUES ($1, true)', [world.shop.ocid])
})

afterAll(async () => {
  expect(await ledgerFaults(world)).toEqual([])
})

const body = (changes: Record<string, unknown> = {}): JsonObject =>
  ({
    from: { ocid: payer.ocid, reference: newReference() },
    to: { ocid: world.shop.ocid, reference: 'invoice 7' },
    amount: '4.50',
    currency: 'USD',
    ...changes,
  }) as JsonObject

const create = (what: unknown, more: Parameters<typeof post>[4] & { sender?: Peer } = {}) => {
  const { sender = payer, ...rest } = more
  return post(world.url, sender, 'transfer/create', what, rest)
}

type Done = { status: string; txid: string; proof: JsonObject; signature: string }
const succeed = async (...args: Parameters<typeof create>) =>
  expectSuccess(world.key, await create(...args)) as unknown as Done

test('moves the money, answers with our proof and tells the recipient by its webhook', async () => {
  const before = await balanceOf(world.db, 'PARTNER_RESERVE', payer.ocid)
  const asked = body({ memo: 'Tea', order: { id: 'o1', urls: ['https://shop.example/o1'] } })
  const { status, txid, proof, signature } = await succeed(asked)
  expect({ status, proof }).toEqual({
    status: 'completed',
    proof: {
      txid,
      issuer: OUR_OCID,
      from: asked.from,
      to: asked.to,
      amount: '4.50',
      currency: 'USD',
      memo: 'Tea',
      timestamp: expect.any(Number),
    },
  })
  expect(nobleCrypto.verify(canonicalJson(proof), signature, world.key)).toBe(true)
  expect(await balanceOf(world.db, 'PARTNER_RESERVE', payer.ocid)).toBe(before - 450)
  const webhook = await waitUntil('the recipient was told', () =>
    world.shop.webhooks.find((one) => one.body.includes(txid)),
  )
  expect(JSON.parse(webhook.body)).toEqual({ proof, signature })
})

test('who paid and who was paid can look it up again, and nobody else', async () => {
  const { txid, proof, signature } = await succeed(body())
  const verify = (who: Peer) => call(world.url, who, { path: `/opencharge/verify/${txid}` })
  for (const who of [payer, world.shop]) {
    expect(expectSuccess(world.key, await verify(who))).toEqual({ status: 'completed', proof, signature })
  }
  await expectRefusal(world, 404, 'TXID_NOT_FOUND', () => verify(world.stranger))
})

test('credits the gateway that keeps an account with us', async () => {
  await succeed(body({ to: { ocid: world.mg.ocid } }))
  expect(await balanceOf(world.db, 'MERCHANT_GATEWAY', world.mg.ocid)).toBeGreaterThanOrEqual(450)
})

test('credits a person by reference, and by an OCID of the own', async () => {
  const ada = await addPerson(world.db)
  await succeed(body({ to: { ocid: OUR_OCID, reference: ada.reference } }))
  expect(await balanceOf(world.db, 'USER_WALLET', ada.id)).toBe(450)
  const ben = await addPerson(world.db, world.mg.ocid + 21)
  await succeed(body({ to: { ocid: world.mg.ocid + 21 } }))
  expect(await balanceOf(world.db, 'USER_WALLET', ben.id)).toBe(450)
})

describe('is refused, and leaves nothing behind,', () => {
  const refusal = (status: number, code: string, changes: Record<string, unknown>, more = {}) =>
    expectRefusal(world, status, code, () => create(body(changes), more))
  const refuse = async (...what: Parameters<typeof refusal>) => void (await refusal(...what))

  test('when another wants to spend it', () => refuse(400, 'INVALID_REQUEST', {}, { sender: world.stranger }))
  test('when it would come back to the payer', () => refuse(400, 'INVALID_REQUEST', { to: { ocid: payer.ocid } }))
  test('when the caller has no reserve here', () =>
    refuse(400, 'ACCOUNT_NOT_FOUND', { from: { ocid: world.stranger.ocid } }, { sender: world.stranger }))
  test('when the caller has none in that currency', () => refuse(400, 'ACCOUNT_NOT_FOUND', { currency: 'EUR' }))
  test('when nobody holds that currency', () => refuse(400, 'CURRENCY_MISMATCH', { currency: 'XYZ' }))
  test('when the recipient has no account here', () =>
    refuse(400, 'ACCOUNT_NOT_FOUND', { to: { ocid: world.stranger.ocid } }))
  test('when the recipient is nobody', () => refuse(400, 'ACCOUNT_NOT_FOUND', { to: { ocid: 987_654_321 } }))
  test('when no person has the reference', () =>
    refuse(400, 'ACCOUNT_NOT_FOUND', { to: { ocid: OUR_OCID, reference: 'u_nobody' } }))
  test('when there is too little', () => refuse(402, 'INSUFFICIENT_FUNDS', { amount: '99999999.00' }))
  test('when the caller is blocked', () =>
    refuse(403, 'CONNECTION_REFUSED', { from: { ocid: world.blocked.ocid } }, { sender: world.blocked }))
  test('when the recipient is blocked', () => refuse(403, 'CONNECTION_REFUSED', { to: { ocid: world.blocked.ocid } }))
  test.each(['', 'x'.repeat(256)])('when its Idempotency-Key is %j', (key) =>
    refuse(400, 'INVALID_REQUEST', {}, { key }),
  )
  test('when it is read again from the wire', async () => {
    const [nonce, timestamp] = [freshNonce(), nowSeconds()]
    await succeed(body(), { nonce, timestamp })
    await expectRefusal(world, 401, 'NONCE_REUSED', () => create(body(), { nonce, timestamp }))
  })

  test.each([
    ['from', undefined],
    ['from', { ocid: 'x' }],
    ['from', { reference: 'a' }],
    ['to', undefined],
    ['to', { ocid: -1 }],
    ['to', { ocid: 1.5 }],
    ['to', { ocid: 1, reference: '' }],
    ['to', { ocid: 1, reference: 'a\u0000b' }],
    ['to', { ocid: 1, reference: 'x'.repeat(257) }],
    ['amount', undefined],
    ['amount', 4.5],
    ['amount', '0.00'],
    ['amount', '-1'],
    ['amount', '1e3'],
    ['amount', '4.501'],
    ['currency', undefined],
    ['currency', ''],
    ['memo', 5],
    ['memo', 'x'.repeat(1001)],
    ['order', { urls: [] }],
    ['order', { id: 'o', urls: ['javascript:alert(1)'] }],
    ['order', { id: 'o', urls: 'https://shop.example' }],
    ['order', { id: 'o', urls: Array(21).fill('https://shop.example') }],
  ])('when its %s is %j', async (member, value) => {
    const error = await refusal(400, 'INVALID_REQUEST', { [member]: value })
    expect(JSON.stringify(error.details)).toContain(`"${member}`)
  })
})

describe('what is asked for twice', () => {
  test('is done once, with the same proof byte for byte', async () => {
    const asked = body()
    const first = await create(asked)
    const before = await world.db.written()
    for (const again of [asked, Object.fromEntries(Object.entries(asked).reverse())]) {
      expect((await create(again)).text).toBe(first.text)
    }
    expect(await world.db.written()).toEqual(before)
  })

  test.each([{ amount: '4.51' }, { memo: 'more' }, { to: { ocid: 987_654_321 } }, { currency: 'XYZ' }])(
    'with %j is a conflict',
    async (changes) => {
      const asked = body()
      await succeed(asked)
      await expectRefusal(world, 409, 'ORDER_CONFLICT', () => create({ ...asked, ...changes }))
    },
  )

  test('by its key alone is recognised too', async () => {
    const [key, asked] = [newReference(), body({ from: { ocid: payer.ocid } })]
    const first = await create(asked, { key })
    expect((await create(asked, { key })).text).toBe(first.text)
    await expectRefusal(world, 409, 'ORDER_CONFLICT', () => create({ ...asked, amount: '1.00' }, { key }))
    expect((await succeed(asked)).txid).not.toBe(JSON.parse(first.text).txid)
  })

  test('fifty times at once moves the money once, and every answer is the same', async () => {
    const asked = body()
    const before = await balanceOf(world.db, 'PARTNER_RESERVE', payer.ocid)
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(asked)))
    for (const answer of answers) expectSuccess(world.key, answer)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await balanceOf(world.db, 'PARTNER_RESERVE', payer.ocid)).toBe(before - 450)
  })

  test('with two contents at once: one is done, the other is a conflict', async () => {
    const asked = body()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => create({ ...asked, amount: `${(index % 2) + 1}.00` })),
    )
    const done = answers.filter(({ status }) => status === 200)
    expect(new Set(done.map(({ text }) => text)).size).toBe(1)
    expect(done).toHaveLength(10)
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expectError(world.key, answer, 409, 'ORDER_CONFLICT')
    }
  })
})

test('forty transfers at once out of a reserve that covers ten: ten are done', async () => {
  const poor = await world.network.add(world.mg.ocid + 22)
  await fundReserve(world.db, poor.ocid, 4500n)
  const ask = () => create(body({ from: { ocid: poor.ocid, reference: newReference() } }), { sender: poor })
  const answers = await Promise.all(Array.from({ length: 40 }, ask))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    expectError(world.key, answer, 402, 'INSUFFICIENT_FUNDS')
  }
  expect(await balanceOf(world.db, 'PARTNER_RESERVE', poor.ocid)).toBe(0)
})
