import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { countOf } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { standing } from '@/lib/ledger/testing/make-account'
import { canonicalJson, shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { type House, type Script, signed } from './testing/house'
import { makePayer } from './testing/pay-lab'
import { createSettleLab, passTime, reserveAt, type SettleLab, settlementsOf, standingOf } from './testing/settle-lab'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

type Proof = JsonObject & { readonly txid: string; readonly from: JsonObject; readonly to: JsonObject }

let lab: SettleLab

beforeAll(async () => {
  lab = await createSettleLab()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

/** Gives another proof than the one that it has made. */
const prove =
  (change: (proof: Proof) => { proof: unknown; signature: unknown }): Script =>
  (_, __, deed, say) =>
    say({ status: 200, body: JSON.stringify({ status: 'completed', ...change(JSON.parse(deed().body).proof) }) })

const resigned = (house: House, change: (proof: Proof) => JsonObject) =>
  prove((proof) => signed({ ...proof, ...change(proof) } as Proof, house.signer))

/** The signature is that of the proof before the change. */
const unsigned = (house: House, change: (proof: Proof) => JsonObject) =>
  prove((proof) => ({ proof: { ...proof, ...change(proof) }, signature: signed(proof, house.signer).signature }))

async function expectRefused(script: (house: House) => Script, failure: string | RegExp): Promise<void> {
  const house = await lab.house({ reserve: 1000n })
  house.script('/transfer/create', script(house))
  const [page, ada] = [await lab.page([house.ocid]), await makePayer()]
  expect(await lab.pay(page, ada)).toMatchObject({ ok: true, value: { isPaid: false } })
  expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(UNKNOWN)')
  const [settlement] = await settlementsOf(page)
  expect(settlement?.steps[0]?.failure).toMatch(failure)
  expect(await standing(ada.walletId)).toEqual({ balance: 1000n, held: 500n })
  expect(await reserveAt(house)).toEqual({ balance: 1000, held: 500 })
  expect(await countOf('proofs', `payment_id = '${page.paymentId}'`)).toBe(0)
  // What was wrong is right when it is asked again: nothing of it has stuck.
  await passTime(page, 60)
  await lab.resolve(house)
  expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE), 1 delivery')
}

const changes: readonly (readonly [string, (proof: Proof) => JsonObject, string])[] = [
  ['names another issuer', () => ({ issuer: 4711 }), 'ISSUER_NOT_ACCEPTED'],
  ['names us as its issuer', () => ({ issuer: 200 }), 'ISSUER_NOT_ACCEPTED'],
  ['credits another party', ({ to }) => ({ to: { ...to, ocid: 301 } }), 'receiver_mismatch'],
  ['credits its issuer', ({ to, issuer }) => ({ to: { ...to, ocid: issuer ?? 0 } }), 'receiver_mismatch'],
  ['is for another order', ({ to }) => ({ to: { ...to, reference: 'another' } }), 'reference_mismatch'],
  ['is for no order', () => ({ to: { ocid: 300 } }), 'reference_mismatch'],
  ['is from somebody else', ({ from }) => ({ from: { ...from, ocid: 4711 } }), 'sender_mismatch'],
  ['is of another payment of ours', ({ from }) => ({ from: { ...from, reference: 'pay_other' } }), 'sender_mismatch'],
  ['is of no payment of ours', () => ({ from: { ocid: 200 } }), 'sender_mismatch'],
  ['is for a cent less', () => ({ amount: '4.99' }), 'AMOUNT_MISMATCH'],
  ['is for a cent more', () => ({ amount: '5.01' }), 'AMOUNT_MISMATCH'],
  ['is for a hundredth of a cent more', () => ({ amount: '5.0001' }), 'AMOUNT_MISMATCH'],
  ['is for another currency', () => ({ currency: 'EUR' }), 'CURRENCY_MISMATCH'],
  ['is for a currency that nobody knows', () => ({ currency: 'usd' }), 'CURRENCY_MISMATCH'],
]

describe('a proof that its issuer has signed is refused, and the step stays unknown, when it', () => {
  test.each(changes)('%s', async (_, change, failure) => {
    await expectRefused((house) => resigned(house, change), new RegExp(failure))
  })

  test.each<[string, (proof: Proof) => JsonObject]>([
    ['has an amount that is a number', () => ({ amount: 5 })],
    ['has a negative amount', () => ({ amount: '-5.00' })],
    ['has no txid', () => ({ txid: '' })],
    ['has a txid with a line end', () => ({ txid: 'a\nb' })],
    ['has no time', () => ({ timestamp: null })],
    ['has a time that is a text', () => ({ timestamp: '1700000000' })],
    ['has no sender', () => ({ from: null })],
  ])('%s', async (_, change) => {
    await expectRefused((house) => resigned(house, change), /INVALID_PROOF/)
  })

  test('is none', async () => {
    await expectRefused(() => prove(() => ({ proof: null, signature: null })), /INVALID_PROOF/)
  })
})

describe('a proof that was changed after signing is refused, whatever was changed:', () => {
  const more: typeof changes = [
    ['its txid', () => ({ txid: 'tx_other' }), ''],
    ['its memo', () => ({ memo: 'another' }), ''],
    ['its time', () => ({ timestamp: 1 }), ''],
    ['a member was added', () => ({ note: 'new' }), ''],
    // The same number, in other digits: what is signed is the text.
    ['the digits of its amount', () => ({ amount: '5' }), ''],
  ]
  test.each([...changes.filter(([title]) => !/issuer$|^names/.test(title)), ...more])('%s', async (_, change) => {
    await expectRefused((house) => unsigned(house, change), /PROOF_SIGNATURE_INVALID/)
  })
})

describe('a proof is refused whose signature', () => {
  test('is of somebody else', async () => {
    await expectRefused(() => prove((proof) => signed(proof, testPerson('thief').signer)), /PROOF_SIGNATURE_INVALID/)
  })

  test('leaves out who paid and who was paid', async () => {
    const shallow = (house: House) =>
      prove((proof) => ({ proof, signature: house.signer.sign(shallowCanonicalJson(proof)) }))
    await expectRefused(shallow, /shallow_canonicalisation/)
  })

  test.each([[undefined], [''], ['00'], [7]])('is %j', async (signature) => {
    await expectRefused(() => prove((proof) => ({ proof, signature })), /PROOF_SIGNATURE_INVALID/)
  })
})

describe('a txid that was used before', () => {
  test('by the same provider for another payment does not settle this one', async () => {
    const house = await lab.house({ reserve: 1000n })
    const [first, second, ada, ben] = [
      await lab.page([house.ocid]),
      await lab.page([house.ocid]),
      await makePayer(),
      await makePayer(),
    ]
    await lab.pay(first, ada)
    const [used] = await settlementsOf(first)
    house.script(
      '/transfer/create',
      resigned(house, () => ({ txid: String(used?.steps[0]?.proofTxid) })),
    )
    await lab.pay(second, ben)
    expect(await standingOf(second)).toBe('PENDING open, PENDING, ACTIVE(UNKNOWN)')
    expect((await settlementsOf(second))[0]?.steps[0]?.failure).toContain('used this txid before')
    await passTime(second, 60)
    await lab.resolve(house)
    expect(await standingOf(second)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE), 1 delivery')
  })

  test('by another provider is no matter: each has its own', async () => {
    const houses = [await lab.house({ reserve: 1000n }), await lab.house({ reserve: 1000n })]
    for (const house of houses) {
      house.script(
        '/transfer/create',
        resigned(house, () => ({ txid: 'tx_shared' })),
      )
      const page = await lab.page([house.ocid])
      expect(await lab.pay(page, await makePayer())).toMatchObject({ ok: true, value: { isPaid: true } })
    }
  })
})

test('the whole proof of another payment, true as it is, settles nothing', async () => {
  const house = await lab.house({ reserve: 2000n })
  const order = `order-${crypto.randomUUID()}`
  const first = await lab.page([house.ocid], { id: order })
  await lab.pay(first, await makePayer())
  const { proof, signature } = JSON.parse([...house.said('/transfer/create')].at(-1) ?? '')
  expect(canonicalJson(proof)).toContain(order)
  await expectRefused(
    (other) => prove(() => ({ proof: { ...proof, issuer: other.ocid }, signature })),
    /PROOF_SIGNATURE_INVALID/,
  )
  await expectRefused(() => prove(() => ({ proof, signature })), /ISSUER_NOT_ACCEPTED/)
})

describe('the proof of a gateway that was settled', () => {
  test.each<[string, (proof: Proof) => JsonObject]>([
    ['credits another merchant', ({ to }) => ({ to: { ...to, ocid: 301 } })],
    ['is for another order', ({ to }) => ({ to: { ...to, reference: 'another' } })],
    ['is for less', () => ({ amount: '4.99' })],
  ])('is refused when it %s, and the money stays held: it has moved', async (_, change) => {
    const provider = await lab.house({ reserve: 1000n })
    const gate = await lab.house({ accepts: [provider.ocid] })
    gate.script('/payment/settle', resigned(gate, change))
    const [page, ada] = [await lab.page([gate.ocid]), await makePayer()]
    await lab.pay(page, ada)
    expect(await standingOf(page)).toBe('PENDING open, PENDING, ACTIVE(DONE DONE UNKNOWN)')
    expect(await standing(ada.walletId)).toEqual({ balance: 1000n, held: 500n })
    await passTime(page, 60)
    await lab.resolve(gate)
    expect(await standingOf(page)).toBe('SUCCEEDED closed, POSTED, SETTLED(DONE DONE DONE), 1 delivery')
  })

  test('counts whoever it names as the sender: that is for the gateway to say', async () => {
    const provider = await lab.house({ reserve: 1000n })
    const gate = await lab.house({ accepts: [provider.ocid] })
    gate.script(
      '/payment/settle',
      resigned(gate, () => ({ from: { ocid: provider.ocid, reference: 'x' } })),
    )
    expect(await lab.pay(await lab.page([gate.ocid]), await makePayer())).toMatchObject({
      ok: true,
      value: { isPaid: true },
    })
  })
})
