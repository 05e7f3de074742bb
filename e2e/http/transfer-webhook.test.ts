import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { ledgerFaults } from './testing/books'
import type { Peer } from './testing/peer'
import {
  addPerson,
  balanceOf,
  changedMembers,
  fundReserve,
  post,
  prepareReceiving,
  proveBy,
  useReceivingWorld,
} from './testing/receiving'
import { expectRefusal, expectSuccess } from './testing/refusal'
import { call, freshNonce, nowSeconds } from './testing/signed-call'
import { OUR_OCID } from './testing/world'

const world = useReceivingWorld()

beforeAll(() => prepareReceiving(world))

afterAll(async () => {
  expect(await ledgerFaults(world)).toEqual([])
})

const tell = (told: unknown, more: Parameters<typeof post>[4] & { sender?: Peer } = {}) => {
  const { sender = world.provider, ...rest } = more
  return post(world.url, sender, 'transfer/webhook', told, rest)
}
const accept = async (told: { proof: JsonObject }) =>
  expect(expectSuccess(world.key, await tell(told))).toEqual({ status: 'accepted', txid: told.proof.txid })

const unmatched = () =>
  world.db.rows<{ txid: string }>("SELECT txid FROM received_proofs WHERE kind = 'UNMATCHED' ORDER BY received_at")

test('credits the person whose reference the proof names, once, however often it comes', async () => {
  const ada = await addPerson(world.db)
  const told = proveBy(world.provider, { reference: ada.reference })
  for (let times = 0; times < 3; times++) await accept(told)
  await Promise.all(Array.from({ length: 30 }, () => accept(told)))
  expect(await balanceOf(world.db, 'USER_WALLET', ada.id)).toBe(450)
})

test('what we have at the provider grows by what it proves', async () => {
  const before = await balanceOf(world.db, 'OUR_RESERVE', world.provider.ocid)
  await accept(proveBy(world.provider, { reference: 'nobody' }))
  expect(await balanceOf(world.db, 'OUR_RESERVE', world.provider.ocid)).toBe(before - 450)
})

test('adds to the reserve of the partner that sent it', async () => {
  await fundReserve(world.db, world.mg.ocid, 100n)
  await accept(proveBy(world.provider, {}, { from: { ocid: world.mg.ocid } }))
  await accept(proveBy(world.provider, { reference: 'reserve' }, { from: { ocid: world.mg.ocid } }))
  expect(await balanceOf(world.db, 'PARTNER_RESERVE', world.mg.ocid)).toBe(1000)
})

test.each([{ reference: 'nobody' }, { reference: 'a\u0000b' }, {}, { reference: 'tx_none' }])(
  'takes money for nobody (%j) and keeps it for the operator',
  async (to) => {
    const told = proveBy(world.provider, to as JsonObject)
    await accept(told)
    expect((await unmatched()).map(({ txid }) => txid)).toContain(told.proof.txid)
  },
)

test('the provider and the sender can look the proof up, exactly as it was signed', async () => {
  const told = proveBy(
    world.provider,
    { reference: 'nobody' },
    { from: { ocid: world.stranger.ocid }, note: { kept: [1] } },
  )
  await accept(told)
  const path = `/opencharge/verify/${told.proof.txid}`
  for (const who of [world.provider, world.stranger]) {
    expect(expectSuccess(world.key, await call(world.url, who, { path }))).toEqual({ status: 'completed', ...told })
  }
  await expectRefusal(world, 404, 'TXID_NOT_FOUND', () => call(world.url, world.mg, { path }))
})

describe('is refused, and leaves nothing behind,', () => {
  const refusal = (status: number, code: string, told: unknown, more = {}) =>
    expectRefusal(world, status, code, () => tell(told, more))
  const refuse = async (...what: Parameters<typeof refusal>) => void (await refusal(...what))

  test('when another than its issuer brings it', () =>
    refuse(400, 'ISSUER_NOT_ACCEPTED', proveBy(world.provider, {}), { sender: world.mg }))

  test('when its issuer is not accepted, though all else is right', async () => {
    const error = await refusal(400, 'ISSUER_NOT_ACCEPTED', proveBy(world.stranger, {}), { sender: world.stranger })
    expect(error.details).toMatchObject({ issuer: world.stranger.ocid })
  })

  test.each(changedMembers)('when its %s was changed to %j after signing', async (member, value) => {
    const { proof, signature } = proveBy(world.provider, { reference: 'nobody' })
    await refuse(400, 'PROOF_SIGNATURE_INVALID', { proof: { ...proof, [member]: value }, signature })
  })

  test('when another signed it', async () => {
    const { proof } = proveBy(world.provider, {})
    await refuse(400, 'PROOF_SIGNATURE_INVALID', { proof, signature: world.mg.sign(proof) })
  })

  test('when only its top level is signed, and that is said', async () => {
    const { proof } = proveBy(world.provider, { reference: 'nobody' })
    const signature = world.provider.signer.sign(shallowCanonicalJson(proof))
    const error = await refusal(400, 'PROOF_SIGNATURE_INVALID', { proof, signature })
    expect(error.details).toMatchObject({ hint: 'shallow_canonicalisation' })
  })

  test('when it credits another party', async () => {
    const told = proveBy(world.provider, {}, { to: { ocid: world.mg.ocid } })
    expect((await refusal(400, 'INVALID_PROOF', told)).details).toMatchObject({ hint: 'receiver_mismatch' })
  })

  test('when nobody holds its currency', () =>
    refuse(400, 'CURRENCY_MISMATCH', proveBy(world.provider, {}, { currency: 'XYZ' })))

  test('when its amount has more digits than its currency', async () => {
    const told = proveBy(world.provider, {}, { amount: '4.501' })
    expect((await refusal(400, 'INVALID_PROOF', told)).details).toMatchObject({ hint: 'amount_not_of_currency' })
  })

  test.each([{ amount: '9.00' }, { memo: 'x' }, { to: { ocid: OUR_OCID } }])(
    'when its txid stands for a proof without %j',
    async (changes) => {
      const first = proveBy(world.provider, { reference: 'nobody' })
      await accept(first)
      const told = proveBy(world.provider, {}, { ...first.proof, ...changes })
      expect((await refusal(400, 'INVALID_PROOF', told)).details).toMatchObject({ hint: 'txid_reused' })
    },
  )

  test.each([
    ['txid', undefined],
    ['txid', ''],
    ['txid', 'a\u0000b'],
    ['from', undefined],
    ['from', { ocid: '1' }],
    ['to', undefined],
    ['to', {}],
    ['amount', 4.5],
    ['amount', '0'],
    ['amount', '4,50'],
    ['currency', undefined],
    ['timestamp', 'now'],
    ['timestamp', -1],
    ['memo', 1],
  ])('when its %s is %j, however well it is signed', (member, value) =>
    refuse(400, 'INVALID_PROOF', proveBy(world.provider, { reference: 'nobody' }, { [member]: value })),
  )

  test.each([
    {},
    { proof: {} },
    { signature: 'ab' },
    { proof: {}, signature: '' },
    { proof: {}, signature: 5 },
    [],
    'text',
    null,
  ])('when the body is %j', (told) => refuse(400, 'INVALID_REQUEST', told))

  test.each([{}, [], 'text', null, 5])('when the proof is %j', (proof) =>
    refuse(400, 'INVALID_PROOF', { proof, signature: 'ab' }),
  )

  test('when its request is read again from the wire', async () => {
    const [nonce, timestamp] = [freshNonce(), nowSeconds()]
    expectSuccess(world.key, await tell(proveBy(world.provider, {}), { nonce, timestamp }))
    await expectRefusal(world, 401, 'NONCE_REUSED', () => tell(proveBy(world.provider, {}), { nonce, timestamp }))
  })
})

test('twenty contents of one txid at once: one is taken', async () => {
  const told = Array.from({ length: 20 }, (_, index) =>
    proveBy(world.provider, {}, { txid: 'tx_many', memo: `${index}` }),
  )
  const answers = await Promise.all(told.map((one) => tell(one)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})
