import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FaultMode } from '@/devnet/faults/fault-modes'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { clearFaults, listFaults, setFault } from '@/devnet/testing/fault-orders'
import { proofIn, refusal, transferBody } from '@/devnet/testing/house-moves'
import { createPartyClient, type PartyAnswer, type PartyClient } from '@/devnet/testing/party-client'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { checkProofSignature } from '@/lib/opencharge/proof'
import { verifyResponse } from '@/lib/opencharge/response-signature'

let lab: DevnetLab
let client: PartyClient
beforeAll(async () => {
  lab = await openDevnetLab()
  client = createPartyClient(lab)
})
afterAll(() => lab.close())
afterEach(() => clearFaults(lab, 310))

const path = '/transfer/create'
const transfer = (reference: string, asking = {}) => client.post(310, path, transferBody(reference), asking)
const set = (mode: FaultMode, more = {}) => setFault(lab, 310, { path, mode, ...more })
const now = () => Math.floor(Date.now() / 1000)

/** Once with the fault, and once without. */
async function spoiltAndRight(mode: FaultMode) {
  await set(mode, { times: 1 })
  const spoilt = await transfer(mode)
  const right = await transfer(mode)
  return { spoilt, right: proofIn(right) }
}

async function booked(reference: string): Promise<number> {
  const { houses } = await lab.status()
  return houses['310']?.transfers.filter((transfer) => transfer.reference === reference).length ?? 0
}

const isProofSigned = (answer: PartyAnswer) =>
  checkProofSignature(proofIn(answer).proof, proofIn(answer).signature, lab.partySigner(310).publicKey, nobleCrypto)

function answerSignature({ status, text, headers }: PartyAnswer) {
  const response = { status, body: text, header: (name: string) => headers.get(name) }
  return verifyResponse(response, { ocid: 310, key: lab.partySigner(310).publicKey, now: now() }, nobleCrypto)
}

const isSigned = { ok: true, value: 'signed' }

describe('a proof that is handed out spoilt, soundly signed', () => {
  it.each([
    ['wrong_amount', { amount: '12.01' }],
    ['wrong_currency', { currency: 'USD' }],
    ['wrong_recipient', { to: { ocid: 512, reference: 'order of wrong_recipient' } }],
    ['wrong_reference', { to: { ocid: 511, reference: 'order of wrong_reference-other' } }],
    ['same_txid', { txid: 'tx_always-the-same' }],
  ] as const)('%s', async (mode, change) => {
    const { spoilt, right } = await spoiltAndRight(mode)
    expect(proofIn(spoilt).proof).toEqual({ ...right.proof, ...change })
    expect(isProofSigned(spoilt)).toMatchObject({ ok: true })
    expect(answerSignature(spoilt)).toEqual(isSigned)
    expect(right.proof).toMatchObject({ amount: '12.00', to: { ocid: 511, reference: `order of ${mode}` } })
    expect(await booked(mode)).toBe(1)
  })

  it('other_payment: one that was made before, whole', async () => {
    const before = proofIn(await transfer('the payment before'))
    const { spoilt, right } = await spoiltAndRight('other_payment')
    expect(proofIn(spoilt)).toEqual(before)
    expect(right.proof.from.reference).toBe('other_payment')
  })
})

describe('a proof that is handed out with another signature', () => {
  it.each([
    ['bad_signature', undefined],
    ['shallow_signature', 'shallow_canonicalisation'],
  ] as const)('%s', async (mode, hint) => {
    const { spoilt, right } = await spoiltAndRight(mode)
    expect(proofIn(spoilt).proof).toEqual(right.proof)
    const verdict = isProofSigned(spoilt)
    expect(verdict).toMatchObject({ ok: false, error: { code: 'PROOF_SIGNATURE_INVALID' } })
    expect(verdict.ok ? undefined : verdict.error.details?.hint).toBe(hint)
    expect(answerSignature(spoilt)).toEqual(isSigned)
  })
})

describe('the money of an answer without a proof', () => {
  it.each(['wrong_amount', 'wrong_currency'] as const)('is spoilt by %s', async (mode) => {
    await setFault(lab, 320, { path: '/payment/create', mode, times: 1 })
    const body = { to: 512, amount: '3200', currency: 'JPY', reference: mode }
    const spoilt = await client.post(320, '/payment/create', body)
    const right = await client.post(320, '/payment/create', body)
    expect(right.json).toMatchObject({ amount: '3200', currency: 'JPY' })
    expect(spoilt.json).not.toEqual(right.json)
    expect(spoilt.json).toMatchObject({ txid: right.json.txid, expiresAt: right.json.expiresAt })
  })
})

describe('an answer that is spoilt when the work is done', () => {
  it('error_500_after', async () => {
    const { spoilt } = await spoiltAndRight('error_500_after')
    expect(spoilt).toMatchObject(refusal(500, 'INTERNAL_ERROR'))
    expect(await booked('error_500_after')).toBe(1)
  })

  it('bad_answer_signature', async () => {
    const { spoilt, right } = await spoiltAndRight('bad_answer_signature')
    expect(answerSignature(spoilt)).toEqual({ ok: false, error: 'WRONG_SIGNATURE' })
    expect(proofIn(spoilt)).toEqual(right)
  })

  it('unsigned_answer', async () => {
    const { spoilt, right } = await spoiltAndRight('unsigned_answer')
    expect([...spoilt.headers.keys()].filter((name) => name.startsWith('x-oc-'))).toEqual([])
    expect(proofIn(spoilt)).toEqual(right)
  })

  it('garbage', async () => {
    const { spoilt } = await spoiltAndRight('garbage')
    expect(spoilt).toMatchObject({ status: 200, text: 'This is not JSON.' })
    expect(await booked('garbage')).toBe(1)
  })

  it('redirect', async () => {
    const { spoilt } = await spoiltAndRight('redirect')
    expect([spoilt.status, spoilt.headers.get('location')]).toEqual([302, 'https://elsewhere.invalid/'])
    expect(await booked('redirect')).toBe(1)
  })

  it('huge', async () => {
    const { spoilt } = await spoiltAndRight('huge')
    expect(spoilt.status).toBe(200)
    expect(spoilt.text.length).toBeGreaterThan(50_000_000)
    expect(await booked('huge')).toBe(1)
  })

  it('answer_late', async () => {
    await set('answer_late')
    const startedAtMs = performance.now()
    expect((await transfer('answer_late')).status).toBe(200)
    expect(performance.now() - startedAtMs).toBeGreaterThan(2_900)
  })
})

describe('a connection without an answer', () => {
  it('drop: the work is done', async () => {
    await set('drop', { times: 1 })
    await expect(transfer('drop')).rejects.toThrow()
    expect(await booked('drop')).toBe(1)
    expect((await transfer('drop')).status).toBe(200)
  })

  it('drop_before: the work is not done', async () => {
    await set('drop_before', { times: 1 })
    await expect(transfer('drop_before')).rejects.toThrow()
    expect(await booked('drop_before')).toBe(0)
  })

  it('timeout_after: the work is done, and nothing comes', async () => {
    await set('timeout_after', { times: 1 })
    const signal = AbortSignal.timeout(500)
    await expect(transfer('timeout_after', { signal })).rejects.toThrow(/timeout/i)
    expect(await booked('timeout_after')).toBe(1)
  })
})

describe('work that is not done', () => {
  it('error_500, once', async () => {
    await set('error_500', { times: 1 })
    expect(await transfer('error_500')).toMatchObject(refusal(500, 'INTERNAL_ERROR'))
    expect(await booked('error_500')).toBe(0)
    expect((await transfer('error_500')).status).toBe(200)
  })

  it('reject: a clear refusal, but never of what was done before', async () => {
    const before = await transfer('done before')
    await set('reject')
    const answer = await transfer('new')
    expect(answer).toMatchObject(refusal(402, 'INSUFFICIENT_FUNDS'))
    expect(answerSignature(answer)).toEqual(isSigned)
    expect(await booked('new')).toBe(0)
    expect((await transfer('done before')).text).toBe(before.text)
    expect(await listFaults(lab, 310)).toEqual([{ path, mode: 'reject', fired: 1 }])
  })
})

describe('the party itself', () => {
  it('metadata_gone: its metadata are not found, and everything else is answered', async () => {
    await setFault(lab, 310, { path: '*', mode: 'metadata_gone' })
    expect((await fetch(lab.at('/310/opencharge/metadata.json'))).status).toBe(404)
    expect((await transfer('metadata_gone')).status).toBe(200)
  })

  it('key_rotated: a new key at once, and for ever, while stored proofs stay as they were', async () => {
    const earlier = lab.partySigner(310).publicKey
    const before = await transfer('before the rotation')
    await set('key_rotated')
    const { publicKey } = lab.partySigner(310)
    expect(publicKey.hex).not.toBe(earlier.hex)
    const answer = await transfer('after the rotation')
    expect(isProofSigned(answer)).toMatchObject({ ok: true })
    expect((await transfer('before the rotation')).text).toBe(before.text)
    await lab.restart()
    expect(await (await fetch(lab.at('/310/opencharge/metadata.json'))).text()).toContain(publicKey.hex)
    expect(answerSignature(await transfer('before the rotation'))).toEqual(isSigned)
  })

  it('clock_off: its answers and proofs are 240 s ahead, and the proof is stored like that', async () => {
    await set('clock_off', { times: 1 })
    const ahead = await transfer('clock_off')
    const aheadBySeconds = Number(ahead.headers.get('x-oc-timestamp')) - now()
    expect(Math.abs(aheadBySeconds - 240)).toBeLessThan(5)
    expect(Math.abs(proofIn(ahead).proof.timestamp - now() - 240)).toBeLessThan(5)
    expect((await transfer('clock_off')).text).toBe(ahead.text)
  })
})
