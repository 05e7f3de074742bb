import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { ledgerFaults } from './testing/books'
import type { Peer } from './testing/peer'
import {
  balanceOf,
  changedMembers,
  post,
  prepareReceiving,
  proveBy,
  unheardOf,
  useReceivingWorld,
} from './testing/receiving'
import { expectError, expectRefusal, expectSuccess } from './testing/refusal'
import { call, freshNonce, nowSeconds } from './testing/signed-call'
import { waitUntil } from './testing/wait-until'
import { OUR_OCID } from './testing/world'

const world = useReceivingWorld()

beforeAll(() => prepareReceiving(world))

afterAll(async () => {
  expect(await ledgerFaults(world)).toEqual([])
})

/** A payment of 4.50 USD to the shop, asked for by a stranger. */
async function create(changes: Record<string, unknown> = {}): Promise<string> {
  const body = { to: world.shop.ocid, amount: '4.50', currency: 'USD', reference: 'their order', ...changes }
  return String(expectSuccess(world.key, await post(world.url, world.stranger, 'payment/create', body)).txid)
}
const proofFor = (txid: string, changes: Record<string, unknown> = {}) =>
  proveBy(world.provider, { reference: txid }, { from: { ocid: world.stranger.ocid }, ...changes })
const settle = (
  txid: string,
  told: { proof: unknown; signature: unknown },
  more: Parameters<typeof post>[4] & { sender?: Peer } = {},
) => {
  const { sender = world.stranger, ...rest } = more
  return post(world.url, sender, 'payment/settle', { txid, ...told }, rest)
}
const earned = () => balanceOf(world.db, 'MERCHANT', world.shop.ocid)
const expire = (txid: string) =>
  world.db.rows("UPDATE incoming_payments SET expires_at = now() - interval '1 second' WHERE txid = $1", [txid])

test('credits the merchant, answers with our own proof and tells the merchant', async () => {
  const txid = await create({ memo: 'Tea', order: { id: 'order 7' } })
  const before = await earned()
  const { status, proof, signature } = expectSuccess(world.key, await settle(txid, proofFor(txid)))
  expect({ status, proof }).toEqual({
    status: 'completed',
    proof: {
      txid,
      issuer: OUR_OCID,
      from: { ocid: world.stranger.ocid, reference: 'their order' },
      to: { ocid: world.shop.ocid, reference: 'order 7' },
      amount: '4.50',
      currency: 'USD',
      memo: 'Tea',
      timestamp: expect.any(Number),
    },
  })
  expect(nobleCrypto.verify(canonicalJson(proof as JsonObject), signature, world.key)).toBe(true)
  expect(await earned()).toBe(before + 450)
  const webhook = await waitUntil('the shop was told', () => world.shop.webhooks.find((one) => one.body.includes(txid)))
  expect(JSON.parse(webhook.body)).toEqual({ proof, signature })
  for (const who of [world.stranger, world.shop]) {
    const seen = await call(world.url, who, { path: `/opencharge/verify/${txid}` })
    expect(expectSuccess(world.key, seen)).toEqual({ status: 'completed', proof, signature })
  }
})

test('credits the account of a gateway; without references our proof has none', async () => {
  const txid = await create({ to: world.mg.ocid, reference: undefined })
  const { proof } = expectSuccess(world.key, await settle(txid, proofFor(txid)))
  expect(proof).toMatchObject({ from: { ocid: world.stranger.ocid }, to: { ocid: world.mg.ocid } })
  expect(JSON.stringify(proof)).not.toContain('reference')
  expect(await balanceOf(world.db, 'MERCHANT_GATEWAY', world.mg.ocid)).toBe(450)
})

test('the same proof again gets the first answer, byte for byte, also when the time is over', async () => {
  const txid = await create()
  const told = proofFor(txid)
  const first = await settle(txid, told)
  const before = await world.db.written()
  expect((await settle(txid, told)).text).toBe(first.text)
  expect((await settle(txid, told)).text).toBe(first.text)
  expect(await world.db.written()).toEqual(before)
})

test('fifty times at once credit once, and every answer is the same', async () => {
  const [txid, before] = [await create(), await earned()]
  const told = proofFor(txid)
  const answers = await Promise.all(Array.from({ length: 50 }, () => settle(txid, told)))
  for (const answer of answers) expectSuccess(world.key, answer)
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(await earned()).toBe(before + 450)
})

test('twenty proofs at once for one payment: one settles it', async () => {
  const [txid, before] = [await create(), await earned()]
  const answers = await Promise.all(Array.from({ length: 20 }, () => settle(txid, proofFor(txid))))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    expectError(world.key, answer, 400, 'INVALID_STATE')
  }
  expect(await earned()).toBe(before + 450)
})

test('when the provider tells it first, or at the same moment, the payment is settled once', async () => {
  for (let round = 0; round < 5; round++) {
    const [txid, before] = [await create(), await earned()]
    const told = proofFor(txid)
    const tell = () => post(world.url, world.provider, 'transfer/webhook', told)
    if (round === 0) expectSuccess(world.key, await tell())
    const [heard, settled] = await Promise.all([tell(), settle(txid, told)])
    expectSuccess(world.key, heard)
    expect(expectSuccess(world.key, settled)).toMatchObject({ status: 'completed', proof: { txid } })
    expect(await earned()).toBe(before + 450)
  }
})

test('a provider that changed its key in between is followed', async () => {
  const txid = await create()
  await call(world.url, world.provider, { path: '/opencharge/capabilities' })
  world.provider.rotateKey()
  const settled = await waitUntil(
    'the new key was read',
    async () => {
      const answer = await settle(txid, proofFor(txid))
      return answer.status === 200 ? answer : undefined
    },
    30_000,
  )
  expectSuccess(world.key, settled)
})

describe('is refused, and leaves nothing behind,', () => {
  const refusal = async (
    status: number,
    code: string,
    told: (txid: string) => { proof: unknown; signature: unknown },
    more: Parameters<typeof settle>[2] = {},
  ) => {
    const txid = await create()
    return expectRefusal(world, status, code, () => settle(txid, told(txid), more))
  }
  const refuse = async (...what: Parameters<typeof refusal>) => void (await refusal(...what))

  test('when there is no such payment', async () => {
    await expectRefusal(world, 404, 'PAYMENT_NOT_FOUND', () => settle('tx_none', proofFor('tx_none')))
  })
  test('when another created it, and that sounds the same', async () => {
    const hidden = await refusal(404, 'PAYMENT_NOT_FOUND', proofFor, { sender: world.shop })
    const missing = await expectRefusal(world, 404, 'PAYMENT_NOT_FOUND', () => settle('tx_none', proofFor('tx_none')))
    expect(hidden).toEqual(missing)
  })
  test('when its time is over, whatever the proof is', async () => {
    const txid = await create()
    await expire(txid)
    await expectRefusal(world, 400, 'PAYMENT_EXPIRED', () => settle(txid, proofFor(txid)))
    await expectRefusal(world, 400, 'PAYMENT_EXPIRED', () => settle(txid, { proof: {}, signature: 'ab' }))
  })
  test('when another proof settled it', async () => {
    const txid = await create()
    expectSuccess(world.key, await settle(txid, proofFor(txid)))
    await expectRefusal(world, 400, 'INVALID_STATE', () => settle(txid, proofFor(txid)))
  })
  test('when the issuer is not accepted', async () => {
    const error = await refusal(400, 'ISSUER_NOT_ACCEPTED', (txid) => proveBy(world.mg, { reference: txid }))
    expect(error.details).toMatchObject({ issuer: world.mg.ocid })
  })
  test('when the issuer is accepted and in no registry', () =>
    refuse(400, 'ISSUER_NOT_ACCEPTED', (txid) => proofFor(txid, { issuer: unheardOf })))
  test('when another signed it', () =>
    refuse(400, 'PROOF_SIGNATURE_INVALID', (txid) => {
      const { proof } = proofFor(txid)
      return { proof, signature: world.stranger.sign(proof) }
    }))
  test('when only its top level is signed, and that is said', async () => {
    const error = await refusal(400, 'PROOF_SIGNATURE_INVALID', (txid) => {
      const { proof } = proofFor(txid)
      return { proof, signature: world.provider.signer.sign(shallowCanonicalJson(proof)) }
    })
    expect(error.details).toMatchObject({ hint: 'shallow_canonicalisation' })
  })
  test.each(changedMembers)('when its %s was changed to %j after signing', (member, value) =>
    refuse(400, 'PROOF_SIGNATURE_INVALID', (txid) => {
      const { proof, signature } = proofFor(txid)
      return { proof: { ...proof, [member]: value }, signature }
    }),
  )
  test.each([
    ['INVALID_PROOF', 'credits another', { to: { ocid: 1300 } }],
    ['INVALID_PROOF', 'is for another payment', { to: { ocid: OUR_OCID, reference: 'tx_other' } }],
    ['INVALID_PROOF', 'is for no payment', { to: { ocid: OUR_OCID } }],
    ['AMOUNT_MISMATCH', 'is over less', { amount: '4.49' }],
    ['AMOUNT_MISMATCH', 'is over more', { amount: '4.51' }],
    ['CURRENCY_MISMATCH', 'is in another currency', { currency: 'EUR' }],
    ['INVALID_PROOF', 'has no amount', { amount: undefined }],
    ['INVALID_PROOF', 'has a timestamp that is text', { timestamp: 'now' }],
  ])('with %s when the proof %s', (code, _, changes) => refuse(400, code, (txid) => proofFor(txid, changes)))
  test('when its txid settled another payment', async () => {
    const first = await create()
    const used = proofFor(first)
    expectSuccess(world.key, await settle(first, used))
    const error = await refusal(400, 'INVALID_PROOF', (txid) => proofFor(txid, { txid: used.proof.txid }))
    expect(error.details).toMatchObject({ hint: 'txid_reused' })
  })
  test.each([
    { proof: undefined, signature: 'ab' },
    { proof: {}, signature: undefined },
    { proof: {}, signature: 'x'.repeat(201) },
  ])('when the body has %j', (told) => refuse(400, 'INVALID_REQUEST', () => told))
  test.each(['', 5, null, undefined])('when the txid is %j', async (txid) => {
    await expectRefusal(world, 400, 'INVALID_REQUEST', () => settle(txid as string, proofFor('tx')))
  })
  test('when it is read again from the wire', async () => {
    const [txid, nonce, timestamp] = [await create(), freshNonce(), nowSeconds()]
    expectSuccess(world.key, await settle(txid, proofFor(txid), { nonce, timestamp }))
    const other = await create()
    await expectRefusal(world, 401, 'NONCE_REUSED', () => settle(other, proofFor(other), { nonce, timestamp }))
  })
})
