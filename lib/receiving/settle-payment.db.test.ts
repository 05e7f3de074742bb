import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeNonce, nowSeconds } from '@/lib/checkout/testing/make-checkout'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { recordKeySighting } from '@/lib/gateway/key-sighting-store'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { verifyProof } from '@/lib/opencharge/proof'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import { savePartner } from '@/lib/partners/partner-store'
import { answerSigned, answerWith, type Receiver, startReceiver } from '@/lib/webhooks/testing/receiver'
import {
  balanceOf,
  createReceivingLab,
  type Envelope,
  gatewayWithAccount,
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

type Created = { status: string; txid: string; expiresAt: number; settlement: unknown }

async function create(body = paymentBody(), more: Parameters<ReceivingLab['create']>[2] = {}): Promise<Created> {
  const outcome = await lab.create(partner, body, more)
  expect(outcome).toMatchObject({ ok: true })
  return (outcome as { value: Created }).value
}

const paying = (txid: string, changes: Record<string, unknown> = {}, issuer = provider) =>
  prove(
    { from: { ocid: partner, reference: 'at the provider' }, to: { ocid: 200, reference: txid }, ...changes },
    issuer,
  )

async function refused(code: string, ask: () => Promise<unknown>, details?: unknown) {
  const before = await written()
  expect(await ask()).toMatchObject({ ok: false, error: { code, ...(details ? { details } : {}) } })
  expect(await written()).toEqual(before)
}

describe('a payment that is asked for', () => {
  test('names whose proofs settle it, and is over in an hour', async () => {
    const now = nowSeconds()
    expect(await create(paymentBody({ amount: '5.0' }), { now })).toEqual({
      status: 'pending_settlement',
      txid: expect.stringMatching(/^tx_[0-9a-f]{32}$/),
      amount: '5.0',
      currency: 'USD',
      expiresAt: now + 3600,
      settlement: { accepts: [provider, otherProvider] },
    })
  })

  test.each([1, 604_800])('can be over in %i seconds', async (seconds) => {
    const now = nowSeconds()
    expect(await create(paymentBody({ expiresAt: now + seconds }), { now })).toMatchObject({ expiresAt: now + seconds })
  })

  test.each([0, -1, 604_801])('cannot be over in %i seconds', async (seconds) => {
    const now = nowSeconds()
    await refused('INVALID_REQUEST', () => lab.create(partner, paymentBody({ expiresAt: now + seconds }), { now }))
  })

  test.each([
    ['of a currency that is not held here', { currency: 'XYZ' }, 'CURRENCY_MISMATCH'],
    ['with more digits than its currency', { amount: '1.001' }, 'INVALID_REQUEST'],
    ['to somebody without an account here', { to: stranger }, 'ACCOUNT_NOT_FOUND'],
    ['to us', { to: 200 }, 'ACCOUNT_NOT_FOUND'],
  ])('%s is refused', (_, changes, code) => refused(code, () => lab.create(partner, paymentBody(changes))))

  test('is refused where nobody is accepted', async () => {
    const own = await createReceivingLab({ ACCEPTS: '' })
    await refused('SETTLEMENT_NOT_SUPPORTED', () => own.create(partner, paymentBody()))
    await own.close()
  })

  test('is the same when it is asked for again under its key, also when it could not be any more', async () => {
    const now = nowSeconds()
    await savePartner(301, { merchantAccount: true })
    const body = paymentBody({ to: 301, expiresAt: now + 5 })
    const first = await create(body, { key: 'key 1', now })
    await savePartner(301, { merchantAccount: false })
    expect(await create(body, { key: 'key 1', now: now + 60 })).toEqual(first)
    await refused('ORDER_CONFLICT', () => lab.create(partner, paymentBody({ memo: 'other' }), { key: 'key 1' }))
    await refused('ORDER_CONFLICT', () => lab.create(partner, paymentBody({ to: stranger }), { key: 'key 1' }))
    expect((await create(paymentBody(), { key: 'key 2' })).txid).not.toBe(first.txid)
    expect((await create()).txid).not.toBe((await create()).txid)
  })

  test('fifty times at once under one key is one', async () => {
    const body = paymentBody()
    const all = await Promise.all(Array.from({ length: 50 }, () => create(body, { key: 'at once' })))
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1)
  })

  test('is not made by a request that was seen before', async () => {
    const nonce = makeNonce({ ocid: partner })
    await create(paymentBody(), { nonce: { ...nonce } })
    await refused('NONCE_REUSED', () => lab.create(partner, paymentBody(), { nonce: { ...nonce } }))
  })
})

describe('a payment that is settled', () => {
  test('credits the merchant, and our proof says so to whoever created it and to the merchant', async () => {
    const { txid } = await create(
      paymentBody({ memo: 'Tea', order: { id: 'order 7', urls: ['https://shop.example/7'] } }),
    )
    const before = (await balanceOf('MERCHANT', merchant)) ?? 0
    const ours = (await balanceOf('OUR_RESERVE', provider)) ?? 0
    const settled = await lab.settle(partner, txid, paying(txid))
    const { proof, signature } = (settled as { value: Envelope }).value
    expect(proof).toEqual({
      txid,
      issuer: 200,
      from: { ocid: partner, reference: 'their order' },
      to: { ocid: merchant, reference: 'order 7' },
      amount: '5.00',
      currency: 'USD',
      memo: 'Tea',
      timestamp: expect.any(Number),
    })
    const issuerKey = testPerson('our gateway').key
    const checked = { proof, signature, accepts: [200], issuerKey, expected: { receiverOcid: merchant } }
    expect(verifyProof(checked, nobleCrypto).ok).toBe(true)
    expect(await balanceOf('MERCHANT', merchant)).toBe(before + 500)
    expect(await balanceOf('OUR_RESERVE', provider)).toBe(ours - 500)
    const [row] =
      await sql(`SELECT d.body, d.receiver_ocid AS receiver FROM incoming_payments i JOIN deliveries d ON d.id = i.delivery_id
      JOIN graphile_worker._private_jobs j ON j.key = 'deliver:' || d.id WHERE i.txid = '${txid}'`)
    expect(row).toEqual({ body: JSON.stringify({ proof, signature }), receiver: String(merchant) })
    for (const who of [partner, merchant]) {
      expect(await lab.verify(who, txid)).toEqual({ ok: true, value: { status: 'completed', proof, signature } })
    }
  })

  test('can be paid by somebody else; whoever created it sees our proof all the same', async () => {
    const { txid } = await create(paymentBody({ to: gatewayWithAccount, reference: undefined }))
    const settled = await lab.settle(partner, txid, paying(txid, { from: { ocid: stranger } }))
    expect(settled).toMatchObject({ value: { proof: { from: { ocid: stranger }, to: { ocid: gatewayWithAccount } } } })
    const { proof } = (settled as { value: Envelope }).value
    expect([proof.from, proof.to]).toEqual([{ ocid: stranger }, { ocid: gatewayWithAccount }])
    expect(await balanceOf('MERCHANT_GATEWAY', gatewayWithAccount)).toBe(500)
    expect(await lab.verify(partner, txid)).toMatchObject({ ok: true, value: { proof } })
  })

  test('is answered as the first time by the same proof, also when its time is over', async () => {
    const { txid, expiresAt } = await create()
    const told = paying(txid)
    const first = await lab.settle(partner, txid, told)
    const before = await written()
    expect(await lab.settle(partner, txid, told)).toEqual(first)
    expect(await lab.settle(partner, txid, told, { now: expiresAt + 1 })).toEqual(first)
    expect(await written()).toEqual(before)
  })

  test('fifty times at once is settled once, and every answer is the same', async () => {
    const { txid } = await create()
    const before = Number(await balanceOf('MERCHANT', merchant))
    const told = paying(txid)
    const answers = await Promise.all(Array.from({ length: 50 }, () => lab.settle(partner, txid, told)))
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(answers[0]).toMatchObject({ ok: true })
    expect(await balanceOf('MERCHANT', merchant)).toBe(before + 500)
  })

  test('by twenty proofs at once is settled by one', async () => {
    const { txid } = await create()
    const before = Number(await balanceOf('MERCHANT', merchant))
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => lab.settle(partner, txid, paying(txid))))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(outcomes.filter((one) => !one.ok && one.error.code === 'INVALID_STATE')).toHaveLength(19)
    expect(await balanceOf('MERCHANT', merchant)).toBe(before + 500)
  })
})

describe('a settlement is refused, and nothing is left of it,', () => {
  const attempt = async (
    code: string,
    { by = partner, more = {}, changes = {}, issuer = provider, forged = {}, details = undefined as unknown } = {},
  ) => {
    const { txid } = await create()
    const told = { ...paying(txid, changes, issuer), ...forged }
    await refused(code, () => lab.settle(by, txid, told, more), details)
  }

  test('when there is no such payment', async () => {
    await refused('PAYMENT_NOT_FOUND', () => lab.settle(partner, 'tx_none', paying('tx_none')))
  })
  test('when another created it', () => attempt('PAYMENT_NOT_FOUND', { by: stranger }))
  test('when the merchant, who did not create it, brings the proof', () =>
    attempt('PAYMENT_NOT_FOUND', { by: merchant }))
  test('after its time', () => attempt('PAYMENT_EXPIRED', { more: { now: nowSeconds() + 3601 } }))
  test('after its time before anything is said of the proof', () =>
    attempt('PAYMENT_EXPIRED', { more: { now: nowSeconds() + 3601 }, forged: { proof: {} } }))
  test('when another proof settled it', async () => {
    const { txid } = await create()
    await lab.settle(partner, txid, paying(txid))
    await refused('INVALID_STATE', () => lab.settle(partner, txid, paying(txid)))
  })
  test.each([{}, [], 'proof', null, 5])('when the proof is %j', (proof) =>
    attempt('INVALID_PROOF', { forged: { proof } as never }),
  )
  test('when we do not accept its issuer', () =>
    attempt('ISSUER_NOT_ACCEPTED', { issuer: stranger, changes: { issuer: stranger } }))
  test('when its issuer is not in the registry', async () => {
    lab.peers.remove(otherProvider)
    await attempt('ISSUER_NOT_ACCEPTED', { issuer: otherProvider, changes: { issuer: otherProvider } })
    lab.peers.put(otherProvider, `party ${otherProvider}`)
  })
  test('when another signed it', () =>
    attempt('PROOF_SIGNATURE_INVALID', { issuer: stranger, changes: { issuer: provider } }))
  test('when only its top level is signed, and that is said', async () => {
    const { txid } = await create()
    const { proof } = paying(txid)
    const signature = testPerson(`party ${provider}`).signer.sign(shallowCanonicalJson(proof))
    const details = { hint: 'shallow_canonicalisation' }
    await refused('PROOF_SIGNATURE_INVALID', () => lab.settle(partner, txid, { proof, signature }), details)
  })
  test('when it credits another', () =>
    attempt('INVALID_PROOF', { changes: { to: { ocid: merchant } }, details: { hint: 'receiver_mismatch' } }))
  test('when it is for another payment', async () => {
    const other = await create()
    await attempt('INVALID_PROOF', {
      changes: { to: { ocid: 200, reference: other.txid } },
      details: { hint: 'reference_mismatch' },
    })
  })
  test('when it is for no payment', () =>
    attempt('INVALID_PROOF', { changes: { to: { ocid: 200 } }, details: { hint: 'reference_mismatch' } }))
  test.each(['4.99', '5.01', '500'])('when its amount is %s', (amount) =>
    attempt('AMOUNT_MISMATCH', { changes: { amount } }),
  )
  test('when its currency is another', () => attempt('CURRENCY_MISMATCH', { changes: { currency: 'EUR' } }))
  test('for its amount before its currency', () =>
    attempt('AMOUNT_MISMATCH', { changes: { currency: 'EUR', amount: '1' } }))
  test('when its txid was used for something else', async () => {
    const first = await create()
    const used = paying(first.txid)
    await lab.settle(partner, first.txid, used)
    await attempt('INVALID_PROOF', { changes: { txid: used.proof.txid }, details: { hint: 'txid_reused' } })
  })
  test('when its nonce was used before', async () => {
    const nonce = makeNonce({ ocid: partner })
    const { txid } = await create(paymentBody(), { nonce: { ...nonce } })
    await refused('NONCE_REUSED', () => lab.settle(partner, txid, paying(txid), { nonce: { ...nonce } }))
  })
})

describe('when we have stopped taking proofs of a provider, a payment that was told to be settled by them', () => {
  let since: ReceivingLab

  beforeAll(async () => {
    since = await createReceivingLab({ ACCEPTS: String(otherProvider) })
  })
  afterAll(() => since.close())

  test('is settled by one all the same', async () => {
    const { txid } = await create()
    expect(await since.settle(partner, txid, paying(txid))).toMatchObject({ ok: true })
  })

  test('is settled by one that the provider itself brings', async () => {
    const { txid } = await create()
    const told = paying(txid)
    const before = Number(await balanceOf('MERCHANT', merchant))
    expect(await since.tell(provider, told)).toMatchObject({ ok: true })
    expect(await balanceOf('MERCHANT', merchant)).toBe(before + 500)
  })

  test('is not settled by one of somebody whom it was not told', async () => {
    const { txid } = await create()
    await refused('ISSUER_NOT_ACCEPTED', () =>
      since.settle(partner, txid, paying(txid, { issuer: stranger }, stranger)),
    )
    await refused('ISSUER_NOT_ACCEPTED', () => since.tell(stranger, paying(txid, { issuer: stranger }, stranger)))
  })

  test.each<[string, Record<string, unknown>]>([
    ['is over another amount', { amount: '5.01' }],
    ['is in another currency', { currency: 'EUR' }],
    ['is for nobody', { to: { ocid: 200 } }],
    ['is for what no database can hold', { to: { ocid: 200, reference: 'a\u0000b' } }],
    ['is over no money', { currency: 'XXX' }],
  ])('leaves nothing in suspense when a proof of theirs %s', async (_, changes) => {
    const { txid } = await create()
    await refused('ISSUER_NOT_ACCEPTED', () => since.tell(provider, paying(txid, changes)))
  })

  test('is not settled a second time, and the proof that settled it is taken again for what it is', async () => {
    const { txid } = await create()
    const told = paying(txid)
    await since.settle(partner, txid, told)
    const before = await written()
    expect(await since.tell(provider, told)).toMatchObject({ ok: true })
    expect(await written()).toEqual(before)
    await refused('ISSUER_NOT_ACCEPTED', () => since.tell(provider, paying(txid)))
  })

  test('is not settled by one whom the operator has blocked since', async () => {
    await savePartner(provider, { blocked: true })
    try {
      const { txid } = await create()
      await refused('ISSUER_NOT_ACCEPTED', () => since.settle(partner, txid, paying(txid)))
      await refused('ISSUER_NOT_ACCEPTED', () => since.tell(provider, paying(txid)))
      // Whose proofs we ask for (`settlement.accepts`) is ACCEPTS, blocked or not: what we ask for is taken.
      expect(await lab.settle(partner, txid, paying(txid))).toMatchObject({ ok: true })
    } finally {
      await savePartner(provider, { blocked: false })
    }
  })
})

describe('a proof under a former key of its issuer, brought by somebody else,', () => {
  const today = testPerson('the key of today').signer
  let receiver: Receiver

  beforeAll(async () => {
    receiver = await startReceiver()
    await recordKeySighting(provider, testPerson(`party ${provider}`).signer.publicKey.hex)
  })
  beforeEach(() => void lab.peers.put(provider, 'the key of today', { endpoint: receiver.endpoint }))
  afterEach(() => void lab.peers.put(provider, `party ${provider}`))
  afterAll(() => receiver.close())

  const says = (status: number, body: unknown) => answerSigned(provider, today, JSON.stringify(body), undefined, status)

  test('settles when the issuer, asked, gives the same, however it writes its signature', async () => {
    const { txid } = await create()
    const { proof, signature } = paying(txid)
    receiver.answer = says(200, { status: 'completed', proof, signature: signature.slice(0, 128).toUpperCase() })
    expect(await lab.settle(partner, txid, { proof, signature })).toMatchObject({ ok: true })
    expect(receiver.received.at(-1)?.path).toBe(`/opencharge/verify/${proof.txid}`)
  })

  test.each<[string, (told: Envelope) => Receiver['answer']]>([
    ['does not know it', () => says(404, { error: { code: 'TXID_NOT_FOUND', message: 'unknown' } })],
    ['gives another under its txid', ({ proof: { txid } }) => says(200, prove({ txid }))],
  ])('is refused when the issuer, asked, %s', async (_, answer) => {
    const { txid } = await create()
    const told = paying(txid)
    receiver.answer = answer(told)
    const details = { hint: 'former_key' }
    await refused('PROOF_SIGNATURE_INVALID', () => lab.settle(partner, txid, told), details)
  })

  test.each<[string, (told: Envelope) => Receiver['answer']]>([
    ['stumbles', () => says(500, {})],
    ['is too busy', () => says(429, { error: { code: 'RATE_LIMITED' } })],
    ['has another clock', () => says(401, { error: { code: 'TIMESTAMP_EXPIRED' } })],
    ['answers nobody', () => says(403, { error: { code: 'CONNECTION_REFUSED' } })],
    ['cannot be asked such things', () => says(404, { error: { code: 'NOT_FOUND' } })],
    ['has not finished it', () => says(200, { status: 'pending' })],
    ['gives no JSON object', () => says(200, [])],
    ['gives no JSON', () => answerSigned(provider, today, 'no')],
    ['does not sign its answer', (told) => answerWith(200, JSON.stringify(told))],
    [
      'answers under the former key',
      (told) => answerSigned(provider, testPerson(`party ${provider}`).signer, JSON.stringify(told)),
    ],
  ])('is to be brought again when the issuer, asked, %s', async (_, answer) => {
    const { txid } = await create()
    const told = paying(txid)
    receiver.answer = answer(told)
    await refused('SERVICE_UNAVAILABLE', () => lab.settle(partner, txid, told), { retryAfterSeconds: 60 })
  })
})

describe('GET /verify of a payment', () => {
  test('shows it to whoever created it and to the merchant, and to nobody else', async () => {
    const { txid, expiresAt } = await create()
    for (const who of [partner, merchant]) {
      expect(await lab.verify(who, txid)).toEqual({ ok: true, value: { status: 'pending', txid } })
      expect(await lab.verify(who, txid, { now: expiresAt })).toEqual({ ok: true, value: { status: 'expired', txid } })
    }
    for (const who of [stranger, provider, 500]) {
      expect(await lab.verify(who, txid)).toMatchObject({ ok: false, error: { code: 'TXID_NOT_FOUND' } })
    }
  })
})
