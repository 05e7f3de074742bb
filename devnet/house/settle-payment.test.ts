import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { nowEpochSeconds, signedBody, signerOf } from '@/devnet/testing/fake-gateway'
import { paidBy, paymentBody, promised, proofIn, refusal } from '@/devnet/testing/house-moves'
import { createPartyClient, type PartyClient } from '@/devnet/testing/party-client'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'

let lab: DevnetLab
let client: PartyClient
beforeAll(async () => {
  lab = await openDevnetLab()
  client = createPartyClient(lab)
})
afterAll(() => lab.close())
afterEach(() => vi.useRealTimers())

const settle = (txid: string, { proof, signature }: { readonly proof: JsonObject; readonly signature: string }) =>
  client.post(320, '/payment/settle', { txid, proof, signature })
const books = (ocid = 320) => lab.status().then(({ houses }) => houses[String(ocid)])

describe('a payment', () => {
  it('is promised for an hour, and says whose proofs settle it', async () => {
    const answer = await client.post(320, '/payment/create', paymentBody('promise'))
    expect(answer.json).toEqual({
      status: 'pending_settlement',
      txid: expect.stringMatching(/^tx_/),
      amount: '3200',
      currency: 'JPY',
      expiresAt: expect.any(Number),
      settlement: { accepts: [310] },
    })
    expect(Math.abs(Number(answer.json.expiresAt) - nowEpochSeconds() - 3600)).toBeLessThan(5)
    expect((await client.post(320, '/payment/create', paymentBody('promise'))).text).toBe(answer.text)
    const other = paymentBody('promise', { amount: '3201' })
    expect(await client.post(320, '/payment/create', other)).toMatchObject(refusal(409, 'ORDER_CONFLICT'))
  })

  it('is settled by the proof of a provider over it: the merchant is credited, told, and proved to', async () => {
    const order = await lab.order('whetstone')
    const txid = await promised(client, 320, paymentBody('settled', { order: { id: order.id } }))
    const answer = await settle(txid, await paidBy(client, 310, 320, txid))
    expect(answer.json.status).toBe('completed')
    expect(proofIn(answer).proof).toMatchObject({
      txid,
      issuer: 320,
      from: { ocid: 200, reference: 'settled' },
      to: { ocid: 512, reference: order.id },
      amount: '3200',
      currency: 'JPY',
    })
    expect((await books())?.reserves['512']?.JPY).toBe('3200')
    await vi.waitFor(async () => expect(await lab.page(`/orders/${order.id}`)).toContain('<h1>Paid</h1>'), {
      timeout: 10_000,
    })
    const { houses } = await lab.status()
    expect(houses['320']?.payments.at(-1)).toMatchObject({
      txid,
      state: 'settled',
      reference: 'settled',
      orderId: order.id,
      settledBy: { issuer: 310 },
    })
    expect(houses['310']?.reserves['320']?.JPY).toBe('3200')
  })

  it('is settled over a chain of houses', async () => {
    const order = await lab.order('flake-salt')
    const money = { amount: order.amount, currency: order.currency }
    const last = await promised(client, 330, { to: 513, reference: 'chain', order: { id: order.id }, ...money })
    const middle = await promised(client, 320, { to: 330, reference: last, ...money })
    const brought = proofIn(await settle(middle, await paidBy(client, 310, 320, middle, money)))
    const answer = await client.post(330, '/payment/settle', { txid: last, ...brought })
    expect(proofIn(answer).proof).toMatchObject({ issuer: 330, to: { ocid: 513, reference: order.id }, ...money })
    await vi.waitFor(async () => expect(await lab.page(`/orders/${order.id}`)).toContain('<h1>Paid</h1>'), {
      timeout: 10_000,
    })
    expect((await books(330))?.reserves).toEqual({ '513': { USD: order.amount } })
    expect((await books(320))?.reserves['330']).toEqual({ USD: order.amount })
  })

  it('that is settled again with the same proof gives the first answer, ten times at once and after a restart', async () => {
    const txid = await promised(client, 320, paymentBody('again'))
    const proof = await paidBy(client, 310, 320, txid)
    const before = Number((await books())?.reserves['512']?.JPY ?? 0)
    const answers = await Promise.all(Array.from({ length: 10 }, () => settle(txid, proof)))
    await lab.restart()
    for (const { text } of [...answers, await settle(txid, proof)]) expect(text).toBe(answers[0]?.text)
    expect(answers[0]?.status).toBe(200)
    expect((await books())?.reserves['512']?.JPY).toBe(String(before + 3200))
  })

  it('that is settled is not settled by another proof', async () => {
    const txid = await promised(client, 320, paymentBody('one'))
    const { proof, signature } = await paidBy(client, 310, 320, txid)
    await settle(txid, { proof, signature })
    const other: JsonObject = Object.assign({}, proof, { txid: 'tx_other' })
    expect(await settle(txid, { proof: other, signature })).toMatchObject(refusal(400, 'INVALID_STATE'))
  })

  it('is settled by a proof that is older than its issuer’s key', async () => {
    const txid = await promised(client, 320, paymentBody('older'))
    const proof = await paidBy(client, 310, 320, txid)
    const fault = JSON.stringify({ path: '*', mode: 'key_rotated' })
    await fetch(lab.at('/310/faults'), {
      method: 'POST',
      body: fault,
      headers: { 'content-type': 'application/json' },
    })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 })
    expect(await settle(txid, proof)).toMatchObject({ status: 200 })
  })
})

describe('a payment is not promised', () => {
  const create = (house: number, more: JsonObject) => client.post(house, '/payment/create', paymentBody('no', more))

  it('to a party that is not registered', async () => {
    expect(await create(320, { to: 999 })).toMatchObject(refusal(400, 'ACCOUNT_NOT_FOUND'))
  })

  it('until a time that is over', async () => {
    expect(await create(320, { expiresAt: 1 })).toMatchObject(refusal(400, 'INVALID_REQUEST'))
  })

  it('by a house that takes nobody’s proofs', async () => {
    expect(await create(310, {})).toMatchObject(refusal(400, 'CAPABILITY_NOT_SUPPORTED'))
  })
})

describe('a payment is not settled', () => {
  const changes: readonly [what: string, change: JsonObject, code: string][] = [
    ['by a proof for another house', { to: { ocid: 330 } }, 'INVALID_PROOF'],
    ['by a proof for another payment', { to: { ocid: 320, reference: 'tx_another' } }, 'INVALID_PROOF'],
    ['by a proof without a reference', { to: { ocid: 320 } }, 'INVALID_PROOF'],
    ['by a proof of less', { amount: '3199' }, 'AMOUNT_MISMATCH'],
    ['by a proof of more', { amount: '3201' }, 'AMOUNT_MISMATCH'],
    ['by a proof of another currency', { currency: 'UGX' }, 'CURRENCY_MISMATCH'],
    ['by a proof of a house that it does not accept', { issuer: 330 }, 'ISSUER_NOT_ACCEPTED'],
    ['by what is no proof', { txid: '' }, 'INVALID_PROOF'],
  ]

  const honest = (txid: string): JsonObject => ({
    txid: `tx_made up for ${txid}`,
    issuer: 310,
    from: { ocid: 200 },
    to: { ocid: 320, reference: txid },
    amount: '3200',
    currency: 'JPY',
    timestamp: nowEpochSeconds(),
  })
  const bring = (txid: string, proof: JsonObject, signature: string) => settle(txid, { proof, signature })
  const settledBefore = () => books().then((house) => house?.payments.filter(({ state }) => state === 'settled').length)

  it.each(changes)('%s', async (what, change, code) => {
    const txid = await promised(client, 320, paymentBody(what))
    const before = await settledBefore()
    const proof = { ...honest(txid), ...change }
    const { signature } = signedBody(proof, lab.partySigner(310))
    expect(await bring(txid, proof, String(signature))).toMatchObject(refusal(400, code))
    expect(await settledBefore()).toBe(before)
  })

  it('by a proof that another key signed, or whose signature leaves the payee unsigned', async () => {
    const txid = await promised(client, 320, paymentBody('signatures'))
    const proof = honest(txid)
    const forged = String(signedBody(proof, signerOf('3')).signature)
    expect(await bring(txid, proof, forged)).toMatchObject(refusal(400, 'PROOF_SIGNATURE_INVALID'))
    const shallow = lab.partySigner(310).sign(shallowCanonicalJson(proof))
    const hint = { hint: 'shallow_canonicalisation' }
    expect(await bring(txid, proof, shallow)).toMatchObject(refusal(400, 'PROOF_SIGNATURE_INVALID', hint))
  })

  it('by a txid that has settled another payment', async () => {
    const first = await promised(client, 320, paymentBody('first use'))
    const paid = await paidBy(client, 310, 320, first)
    await settle(first, paid)
    const second = await promised(client, 320, paymentBody('second use'))
    const proof = { ...honest(second), txid: paid.proof.txid }
    const { signature } = signedBody(proof, lab.partySigner(310))
    const hint = { hint: 'txid_reused' }
    expect(await bring(second, proof, String(signature))).toMatchObject(refusal(400, 'INVALID_PROOF', hint))
  })

  it('when nobody promised it, or somebody else asked for it', async () => {
    const missing = refusal(404, 'PAYMENT_NOT_FOUND')
    expect(await bring('tx_nothing', honest('tx_nothing'), 'x')).toMatchObject(missing)
    const txid = await promised(client, 320, paymentBody('mine'))
    const body = { txid, ...(await paidBy(client, 310, 320, txid)) }
    expect(await client.post(320, '/payment/settle', body, { as: 513 })).toMatchObject(missing)
  })

  it('after its hour', async () => {
    const txid = await promised(client, 320, paymentBody('late'))
    const proof = await paidBy(client, 310, 320, txid)
    await vi.waitFor(async () => expect((await books())?.unmatched).toContainEqual(proof.proof), { timeout: 10_000 })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 })
    expect(await settle(txid, proof)).toMatchObject(refusal(400, 'PAYMENT_EXPIRED'))
    expect((await books())?.unmatched).toContainEqual(proof.proof)
  })
})
