import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DevnetLab, openDevnetLab, webhookPath } from '@/devnet/testing/devnet-lab'
import { proofOf, send, signedBody, signerOf } from '@/devnet/testing/fake-gateway'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { Order } from '@/lib/opencharge/order'

let lab: DevnetLab
beforeAll(async () => {
  lab = await openDevnetLab()
})
afterAll(() => lab.close())
afterEach(() => vi.useRealTimers())

const refusal = (status: number, code: string, details: JsonObject = {}) => ({
  status,
  json: { error: { code, ...(Object.keys(details).length > 0 && { details }) } },
})

const isPaid = async (order: Order) => (await lab.page(`/orders/${order.id}`)).includes('<h1>Paid</h1>')

/** Sends a body as it is, in a request that the gateway signed. */
const sendBody = (body: JsonObject) => send({ url: lab.at(webhookPath), body, signer: lab.gateway.signer })

const pathOf = (file: string) => join(lab.dataDir, 'devnet', file)
const linesOf = (file: string) => readFileSync(pathOf(file), 'utf8').split('\n')

/** Takes what happened to an order out of a party's books, as if the process had been killed before. */
function forget(file: string, type: string, { id }: Order): void {
  const lines = linesOf(file)
  const kept = lines.filter((line) => !line.startsWith(`{"type":"${type}","orderId":"${id}"`))
  expect(kept).toHaveLength(lines.length - 1)
  writeFileSync(pathOf(file), kept.join('\n'))
}

describe('a proof is refused when', () => {
  const changes: readonly [what: string, change: (order: Order) => JsonObject, code: string][] = [
    ['its payee is another party', ({ id }) => ({ to: { ocid: 500, reference: id } }), 'INVALID_PROOF'],
    ['it is for no order that is known', () => ({ to: { ocid: 300, reference: 'nothing' } }), 'INVALID_PROOF'],
    ['it names no order', () => ({ to: { ocid: 300 } }), 'INVALID_PROOF'],
    ['its amount is lower', () => ({ amount: '0.01' }), 'AMOUNT_MISMATCH'],
    ['its amount is higher', () => ({ amount: '1940.00' }), 'AMOUNT_MISMATCH'],
    ['its currency is another', () => ({ currency: 'UGX' }), 'CURRENCY_MISMATCH'],
    ['its issuer is not accepted', () => ({ issuer: 500 }), 'ISSUER_NOT_ACCEPTED'],
    ['it has no txid', () => ({ txid: '' }), 'INVALID_PROOF'],
    ['its amount is no decimal string', () => ({ amount: 19.4 }), 'INVALID_PROOF'],
  ]

  it.each(changes)('%s', async (_, change, code) => {
    const order = await lab.order()
    expect(await lab.deliver(proofOf(order, change(order)))).toMatchObject(refusal(400, code))
    expect((await lab.status()).orders.find(({ id }) => id === order.id)).toMatchObject({ receivedTxid: null })
  })

  it('any part of it was changed after signing', async () => {
    const order = await lab.order()
    const honest = signedBody(proofOf(order), lab.gateway.signer)
    for (const change of [{ memo: 'x' }, { timestamp: 1 }, { from: { ocid: 1 } }, { extra: true }]) {
      const answer = await sendBody({ ...honest, proof: proofOf(order, change) })
      expect(answer).toMatchObject(refusal(400, 'PROOF_SIGNATURE_INVALID'))
    }
    expect(await isPaid(order)).toBe(false)
  })

  it('another key signed it', async () => {
    const order = await lab.order()
    expect(await sendBody(signedBody(proofOf(order), signerOf('3')))).toMatchObject(
      refusal(400, 'PROOF_SIGNATURE_INVALID'),
    )
  })

  it('its signature leaves the payee unsigned, and says so', async () => {
    const order = await lab.order()
    const proof = proofOf(order)
    const signature = lab.gateway.signer.sign(shallowCanonicalJson(proof))
    expect(await sendBody({ proof, signature })).toMatchObject(
      refusal(400, 'PROOF_SIGNATURE_INVALID', { hint: 'shallow_canonicalisation' }),
    )
    expect(await isPaid(order)).toBe(false)
  })

  it('its txid has paid another order', async () => {
    const first = await lab.order()
    const second = await lab.order()
    const txid = `tx_${first.id}`
    expect(await lab.deliver(proofOf(first))).toMatchObject({ status: 200 })
    expect(await lab.deliver(proofOf(second, { txid }))).toMatchObject(
      refusal(400, 'INVALID_PROOF', { hint: 'txid_reused' }),
    )
    expect(await isPaid(second)).toBe(false)
  })

  it('somebody else than its issuer sends it', async () => {
    const order = await lab.order()
    const body = signedBody(proofOf(order), lab.gateway.signer)
    const sent = await send({ url: lab.at(webhookPath), body, signer: lab.partySigner(500), ocid: 500 })
    expect(sent).toMatchObject(refusal(400, 'INVALID_PROOF'))
    expect(await isPaid(order)).toBe(false)
  })
})

describe('a proof is taken', () => {
  it('once, however often and at once it is sent, and each time answered alike', async () => {
    const order = await lab.order('cardamom', 4)
    const before = await lab.status()
    const proof = proofOf(order)
    const answers = await Promise.all(Array.from({ length: 10 }, () => lab.deliver(proof)))
    const expected = { status: 200, json: { status: 'accepted', txid: proof.txid } }
    for (const answer of [...answers, await lab.deliver(proof)]) expect(answer).toMatchObject(expected)
    const after = await lab.status()
    expect(before.merchantGateway.received.KWD).toBe('0.000')
    expect(after.merchantGateway.received.KWD).toBe('3.500')
    expect(after.merchantGateway.owed['502']?.KWD).toBe('3.500')
    expect(linesOf('merchant-gateway.jsonl').filter((line) => line.includes(`"${proof.txid}"`))).toHaveLength(1)
  })

  it('and its merchant hears of it after a restart, when it could not be told before', async () => {
    const order = await lab.order()
    await lab.deliver(proofOf(order))
    await vi.waitFor(async () => expect(await isPaid(order)).toBe(true), { timeout: 10_000 })
    await lab.restart(() => {
      forget('shop.jsonl', 'paid', order)
      forget('merchant-gateway.jsonl', 'told', order)
    })
    await vi.waitFor(async () => expect(await isPaid(order)).toBe(true), { timeout: 10_000 })
  })

  it('with its amount written another way', async () => {
    const order = await lab.order('ride-ntinda')
    expect(await lab.deliver(proofOf(order, { amount: '7000.00' }))).toMatchObject({ status: 200 })
    await vi.waitFor(async () => expect(await isPaid(order)).toBe(true), { timeout: 10_000 })
  })

  it('and a second payment of one order is booked, but not owed to the merchant', async () => {
    const order = await lab.order('parcel-entebbe')
    await lab.deliver(proofOf(order))
    const before = (await lab.status()).merchantGateway
    expect(await lab.deliver(proofOf(order, { txid: 'tx_again' }))).toMatchObject({ status: 200 })
    const after = (await lab.status()).merchantGateway
    expect(after.surplus).toMatchObject([{ txid: 'tx_again' }])
    expect(Number(after.received.UGX) - Number(before.received.UGX)).toBe(38000)
    expect(after.owed).toEqual(before.owed)
  })

  it('when it was signed before the gateway changed its key', async () => {
    const order = await lab.order()
    const earlier = lab.gateway.signer
    lab.gateway.signer = signerOf('9')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 })
    expect(await sendBody(signedBody(proofOf(order), earlier))).toMatchObject({ status: 200 })
    expect(await sendBody(signedBody(proofOf(order), signerOf('3')))).toMatchObject(
      refusal(400, 'PROOF_SIGNATURE_INVALID'),
    )
  })
})
