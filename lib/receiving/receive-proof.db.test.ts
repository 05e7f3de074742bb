import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeNonce } from '@/lib/checkout/testing/make-checkout'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { recordKeySighting } from '@/lib/gateway/key-sighting-store'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { savePartner } from '@/lib/partners/partner-store'
import {
  balanceOf,
  createReceivingLab,
  type Envelope,
  makeRecipient,
  makeReserve,
  merchant,
  otherProvider,
  partner,
  paymentBody,
  prove,
  provider,
  type ReceivingLab,
  stranger,
  written,
} from './testing/receiving-lab'

useTestDatabase()

let lab: ReceivingLab

beforeAll(async () => {
  lab = await createReceivingLab()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

async function accept(told: Envelope, by = provider): Promise<void> {
  expect(await lab.tell(by, told)).toEqual({ ok: true, value: { status: 'accepted', txid: told.proof.txid } })
}

async function expectRefusal(code: string, told: Envelope, by = provider, hint?: string) {
  const before = await written()
  const outcome = await lab.tell(by, told)
  expect(outcome).toMatchObject({ ok: false, error: { code, ...(hint && { details: { hint } }) } })
  expect(await written()).toEqual(before)
}

const kindOf = async ({ proof }: Envelope) =>
  (await sql(`SELECT kind FROM received_proofs WHERE issuer = ${proof.issuer} AND txid = '${proof.txid}'`))[0]?.kind

test('one provider cannot fill the books: what is beyond every honest amount is refused, however it is split', async () => {
  const most = 288_230_376_151_711n
  await expectRefusal(
    'INVALID_PROOF',
    prove({ amount: '999999999999999.999', currency: 'KWD' }),
    provider,
    'beyond_limit',
  )
  await accept(prove({ amount: `${most}.000`, currency: 'KWD' }))
  await expectRefusal('INVALID_PROOF', prove({ amount: '1.000', currency: 'KWD' }), provider, 'beyond_limit')
  await accept(prove({ amount: '1.00' }))
})

describe('a proof of an accepted provider credits', () => {
  test('the person whose reference it names; what we have at its issuer grows by it', async () => {
    const { userId, reference } = await makeRecipient()
    const ours = (await balanceOf('OUR_RESERVE', provider)) ?? 0
    const told = prove({ to: { ocid: 200, reference }, amount: '7.5', note: 'kept' })
    await accept(told)
    expect(await balanceOf('USER_WALLET', userId)).toBe(750)
    expect(await balanceOf('OUR_RESERVE', provider)).toBe(ours - 750)
    const [stored] = await sql(`SELECT proof_text AS text, signature FROM proofs WHERE txid = '${told.proof.txid}'`)
    expect({ proof: JSON.parse(String(stored?.text)), signature: stored?.signature }).toEqual(told)
  })

  test.each([undefined, 'reserve'])('the reserve of a partner, when the reference is %s', async (reference) => {
    await savePartner(partner, {})
    await makeReserve(partner, 100n)
    const before = Number(await balanceOf('PARTNER_RESERVE', partner))
    await accept(prove({ from: { ocid: partner }, to: { ocid: 200, ...(reference && { reference }) } }))
    expect(await balanceOf('PARTNER_RESERVE', partner)).toBe(before + 500)
  })

  test('the merchant whose payment it names, and the merchant is told by our own proof', async () => {
    const created = await lab.create(stranger, paymentBody({ order: { id: 'order 9' } }))
    const txid = (created as { value: { txid: string } }).value.txid
    const before = (await balanceOf('MERCHANT', merchant)) ?? 0
    const told = prove({ to: { ocid: 200, reference: txid } })
    await accept(told)
    expect(await balanceOf('MERCHANT', merchant)).toBe(before + 500)
    const settled = await lab.settle(stranger, txid, told)
    expect(settled).toMatchObject({
      ok: true,
      value: { proof: { txid, issuer: 200, to: { ocid: merchant, reference: 'order 9' } } },
    })
    expect(await balanceOf('MERCHANT', merchant)).toBe(before + 500)
  })
})

describe('money for nobody that we know is taken and waits in suspense:', () => {
  const awaited = async (changes: Record<string, unknown>, now?: number) => {
    const created = await lab.create(stranger, paymentBody(), now === undefined ? {} : { now })
    const { txid } = (created as { value: { txid: string } }).value
    return prove({ to: { ocid: 200, reference: txid }, ...changes })
  }
  async function expectUnmatched(told: Envelope, currency = 'USD') {
    const before = (await balanceOf('SUSPENSE', null, currency)) ?? 0
    await accept(told)
    expect(await kindOf(told)).toBe('UNMATCHED')
    expect(await balanceOf('SUSPENSE', null, currency)).toBeGreaterThan(before)
  }

  test('an unknown reference', () => expectUnmatched(prove()))
  test('a reference that no database can hold', () =>
    expectUnmatched(prove({ to: { ocid: 200, reference: 'a\u0000b' } })))
  test('an empty reference', () => expectUnmatched(prove({ to: { ocid: 200, reference: '' } })))
  test('no reference, from somebody without a reserve', () => expectUnmatched(prove({ to: { ocid: 200 } })))
  test('no reference, from somebody with a reserve and without an agreement', async () => {
    await makeReserve(950, 100n)
    await expectUnmatched(prove({ from: { ocid: 950 }, to: { ocid: 200 } }))
  })
  test('a payment of another amount', async () => expectUnmatched(await awaited({ amount: '5.01' })))
  test('a payment in another currency', async () => expectUnmatched(await awaited({ currency: 'EUR' }), 'EUR'))
  test('a payment that is over', async () => expectUnmatched(await awaited({}, Math.floor(Date.now() / 1000) - 3600)))
  test('a payment that is done', async () => {
    const told = await awaited({})
    await accept(told)
    await expectUnmatched(prove({ to: told.proof.to }))
  })
})

describe('a proof is refused, and nothing is left of it,', () => {
  const signedAs = (word: string, { proof }: Envelope) => ({
    proof,
    signature: testPerson(word).signer.sign(JSON.stringify(proof)),
  })

  test('when another than its issuer brings it', () => expectRefusal('ISSUER_NOT_ACCEPTED', prove(), otherProvider))
  test('when we do not accept its issuer', () =>
    expectRefusal('ISSUER_NOT_ACCEPTED', prove({ issuer: stranger }, stranger), stranger))
  test('for its issuer before its signature', () =>
    expectRefusal('ISSUER_NOT_ACCEPTED', signedAs('somebody', prove({ issuer: stranger }, stranger)), stranger))
  test('when somebody else signed it', () => expectRefusal('PROOF_SIGNATURE_INVALID', signedAs('somebody', prove())))
  test('for its signature before its content', () =>
    expectRefusal('PROOF_SIGNATURE_INVALID', signedAs('somebody', prove({ to: { ocid: 201 } }))))
  test('when only its top level is signed, and that is said', async () => {
    const { proof } = prove()
    const signature = testPerson(`party ${provider}`).signer.sign(shallowCanonicalJson(proof))
    await expectRefusal('PROOF_SIGNATURE_INVALID', { proof, signature }, provider, 'shallow_canonicalisation')
  })
  test('when it credits another', () =>
    expectRefusal('INVALID_PROOF', prove({ to: { ocid: 201 } }), provider, 'receiver_mismatch'))
  test('when its currency is not held here', () => expectRefusal('CURRENCY_MISMATCH', prove({ currency: 'XYZ' })))
  test('when its amount has more digits than its currency', () =>
    expectRefusal('INVALID_PROOF', prove({ amount: '5.001' }), provider, 'amount_not_of_currency'))
  test.each([
    ['txid', ''],
    ['issuer', '400'],
    ['from', { ocid: -1 }],
    ['to', {}],
    ['amount', '0'],
    ['amount', '-5'],
    ['currency', 5],
    ['timestamp', 'now'],
    ['memo', 7],
  ])('when its %s is %j', (member, value) => expectRefusal('INVALID_PROOF', prove({ [member]: value })))
  test.each(['txid', 'from', 'to', 'amount', 'currency', 'timestamp', 'memo', 'extra'])(
    'when its %s was changed after signing',
    async (member) => {
      const { proof, signature } = prove({ memo: 'Tea', extra: 1 })
      const changed: Record<string, unknown> = {
        txid: 'tx_other',
        from: { ocid: partner },
        to: { ocid: 200, reference: 'other' },
        amount: '50.00',
        currency: 'EUR',
        timestamp: 1,
        memo: 'Coffee',
        extra: 2,
      }
      const proofOfOther = { ...proof, [member]: changed[member] } as Envelope['proof']
      await expectRefusal('PROOF_SIGNATURE_INVALID', { proof: proofOfOther, signature })
    },
  )
  test('when its txid stands for something else', async () => {
    const first = prove()
    await accept(first)
    const { txid } = first.proof
    for (const changes of [{ amount: '6.00' }, { to: { ocid: 200, reference: 'x' } }, { memo: 'x' }]) {
      await expectRefusal('INVALID_PROOF', prove({ ...first.proof, ...changes, txid }), provider, 'txid_reused')
    }
  })
})

test('a provider that has changed its key since we read its metadata is believed', async () => {
  const issuer = 402
  const env = { ACCEPTS: String(issuer) }
  const own = await createReceivingLab(env)
  own.peers.put(issuer, 'before')
  own.peers.putFresh(issuer, `party ${issuer}`)
  expect(await own.tell(issuer, prove({ issuer }, issuer))).toMatchObject({ ok: true })
  await own.close()
})

test('a proof that a provider signed before it changed its key is taken when the provider itself brings it', async () => {
  const { userId, reference } = await makeRecipient()
  const told = prove({ to: { ocid: 200, reference } })
  lab.peers.put(provider, 'the key of today')
  try {
    // A key that we have never seen it with could be anybody's.
    await expectRefusal('PROOF_SIGNATURE_INVALID', told)
    await recordKeySighting(provider, testPerson(`party ${provider}`).signer.publicKey.hex)
    await accept(told)
  } finally {
    lab.peers.put(provider, `party ${provider}`)
  }
  expect(await balanceOf('USER_WALLET', userId)).toBe(500)
})

test('the same proof again is answered as the first time, and credits nobody twice', async () => {
  const { userId, reference } = await makeRecipient()
  const told = prove({ to: { ocid: 200, reference } })
  for (let times = 0; times < 3; times++) await accept(told)
  const { proof, signature } = told
  await accept({ proof: Object.fromEntries(Object.entries(proof).reverse()), signature: signature.slice(0, 128) })
  expect(await balanceOf('USER_WALLET', userId)).toBe(500)
})

test('one txid of two issuers is two transfers', async () => {
  const { userId, reference } = await makeRecipient()
  const txid = 'tx_of_two'
  await accept(prove({ txid, to: { ocid: 200, reference } }))
  await accept(prove({ txid, issuer: otherProvider, to: { ocid: 200, reference } }, otherProvider), otherProvider)
  expect(await balanceOf('USER_WALLET', userId)).toBe(1000)
})

describe('at the same moment', () => {
  test('fifty times one proof credit once', async () => {
    const { userId, reference } = await makeRecipient()
    const told = prove({ to: { ocid: 200, reference } })
    await Promise.all(Array.from({ length: 50 }, () => accept(told)))
    expect(await balanceOf('USER_WALLET', userId)).toBe(500)
  })

  test('twenty contents of one txid: one is taken, the others are refused', async () => {
    const txid = 'tx_of_many'
    const told = Array.from({ length: 20 }, (_, index) => prove({ txid, memo: String(index) }))
    const outcomes = await Promise.all(told.map((one) => lab.tell(provider, one)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('one proof by webhook and by settlement: one credit, and both are answered', async () => {
    for (let round = 0; round < 10; round++) {
      const created = await lab.create(stranger, paymentBody())
      const { txid } = (created as { value: { txid: string } }).value
      const before = Number(await balanceOf('MERCHANT', merchant))
      const told = prove({ to: { ocid: 200, reference: txid } })
      const both = await Promise.all([lab.tell(provider, told), lab.settle(stranger, txid, told)])
      expect(both).toMatchObject([{ ok: true }, { ok: true }])
      expect(await balanceOf('MERCHANT', merchant)).toBe(before + 500)
    }
  })

  test('one nonce twenty times passes once', async () => {
    const nonce = makeNonce({ ocid: provider })
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => lab.tell(provider, prove(), { nonce: { ...nonce } })),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })
})
