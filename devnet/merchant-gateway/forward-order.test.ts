import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import {
  checkoutAnswer,
  type FakeGateway,
  nowEpochSeconds,
  proofOf,
  send,
  signedBody,
  signerOf,
} from '@/devnet/testing/fake-gateway'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { type Order, verifyOrder } from '@/lib/opencharge/order'
import { parseAuthHeaders, signRequest, verifyRequest } from '@/lib/opencharge/request-signature'
import { signObject } from '@/lib/opencharge/signed-object'
import type { Signer } from '@/lib/opencharge/signer'

let lab: DevnetLab
beforeAll(async () => {
  lab = await openDevnetLab()
})
afterAll(() => lab.close())
beforeEach(() => {
  lab.gateway.answerCheckout = () => ({ status: 200, value: checkoutAnswer(lab.gateway), signer: lab.gateway.signer })
})

async function keyOf(ocid: number): Promise<PublicKey> {
  const answer = await fetch(lab.at(`/${ocid}/opencharge/metadata.json`))
  const { config } = (await answer.json()) as { config: { publicKey: string } }
  const key = parsePublicKey(config.publicKey)
  if (!key.ok) throw new Error(key.error)
  return key.value
}

describe('what reaches the gateway', () => {
  it('is signed by the merchant gateway, and its order by the merchant', async () => {
    await lab.buy('saffron', 2)
    const seen = lab.gateway.checkouts.at(-1)
    if (!seen) throw new Error('nothing arrived')
    const headers = parseAuthHeaders((name) => String(seen.headers[name.toLowerCase()] ?? ''))
    if (!headers.ok) throw new Error(headers.error.message)
    const parts = { method: 'POST', path: seen.path, body: seen.bytes }
    expect(headers.value.ocid).toBe(300)
    expect(verifyRequest(headers.value, parts, await keyOf(300), nobleCrypto).ok).toBe(true)
    expect(verifyOrder(seen.order, seen.body.signature, await keyOf(502), nobleCrypto).ok).toBe(true)
    expect(seen.path).toBe('/opencharge/checkout/create')
    expect(seen.order).toMatchObject({ ocid: 502, amount: '2.500', currency: 'KWD', accepts: [300] })
    expect(seen.body).toMatchObject({
      merchantOcid: 502,
      urls: {
        success: lab.at(`/orders/${seen.order.id}?session={SESSION_ID}`).replace('%7B', '{').replace('%7D', '}'),
        cancel: lab.at(`/orders/${seen.order.id}/cancelled`),
      },
    })
  })

  it('has an amount that is more than its items where postage is added', async () => {
    expect(await lab.order('monsoon-malabar', 2)).toMatchObject({
      amount: '33.90',
      items: [{ id: 'monsoon-malabar', quantity: 2, price: '14.50' }],
    })
  })
})

describe('the buyer is not sent to a payment page', () => {
  const answers: readonly [string, (gateway: FakeGateway) => ReturnType<FakeGateway['answerCheckout']>][] = [
    ['by an answer without a signature', (it) => ({ status: 200, value: checkoutAnswer(it), signer: null })],
    [
      'by an answer that another key signed',
      (it) => ({ status: 200, value: checkoutAnswer(it), signer: signerOf('3') }),
    ],
    ['whose address is no web address', (it) => ({ status: 200, value: unsafe(it), signer: it.signer })],
    ['by an answer without an address', (it) => ({ status: 200, value: { session_id: 'x' }, signer: it.signer })],
  ]
  const unsafe = (gateway: FakeGateway) => ({ ...checkoutAnswer(gateway), checkout_url: 'javascript:alert(1)' })

  it.each(answers)('%s', async (_, answer) => {
    lab.gateway.answerCheckout = () => answer(lab.gateway)
    const bought = await lab.buy('saffron')
    expect(bought.status).toBe(502)
    expect(bought.headers.get('location')).toBe(null)
    expect(await bought.text()).toContain('The payment page could not be opened')
  })

  it('when the gateway refuses, and reads why, with nothing of it taken as markup', async () => {
    const error = { code: 'SETTLEMENT_NOT_SUPPORTED', message: 'No path <script>alert(1)</script>' }
    lab.gateway.answerCheckout = () => ({ status: 400, value: { error }, signer: lab.gateway.signer })
    const page = await (await lab.buy('saffron')).text()
    expect(page).toContain('SETTLEMENT_NOT_SUPPORTED')
    expect(page).toContain('No path &lt;script&gt;')
    expect(page).not.toContain('<script')
  })
})

describe('the merchant gateway refuses', () => {
  let orderSigner: Signer | undefined
  afterEach(() => {
    orderSigner = undefined
  })

  const forward = (order: Order, changes: JsonObject, by: { readonly ocid: number; readonly signer: Signer }) => {
    const changed: JsonObject = Object.assign({}, order, changes)
    const body = { order: changed, signature: signObject(changed, orderSigner ?? by.signer), urls: {} }
    return send({ url: lab.at('/300/opencharge/orders/checkout'), body, ...by })
  }
  const merchant = (ocid: number) => ({ ocid, signer: lab.partySigner(ocid) })

  it('an order of somebody who is not one of its merchants', async () => {
    const by = { ocid: 200, signer: lab.gateway.signer }
    const answer = await forward(await lab.order(), { id: 'new-1', ocid: 200 }, by)
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'MERCHANT_NOT_REGISTERED' } } })
  })

  it('an order in the name of another merchant', async () => {
    orderSigner = lab.partySigner(501)
    expect(await forward(await lab.order(), { id: 'new-2', ocid: 501 }, merchant(500))).toMatchObject({
      status: 400,
      json: { error: { code: 'INVALID_REQUEST' } },
    })
  })

  it('an order that its merchant did not sign', async () => {
    orderSigner = lab.partySigner(501)
    expect(await forward(await lab.order(), { id: 'new-3' }, merchant(500))).toMatchObject({
      status: 400,
      json: { error: { code: 'INVALID_SIGNATURE' } },
    })
  })

  it('a second order under an id that is taken, also by another merchant', async () => {
    const order = await lab.order('monsoon-malabar')
    const conflict = { status: 409, json: { error: { code: 'ORDER_CONFLICT' } } }
    expect(await forward(order, { amount: '0.01' }, merchant(500))).toMatchObject(conflict)
    expect(await forward(order, { ocid: 501 }, merchant(501))).toMatchObject(conflict)
    expect(await forward(order, {}, merchant(500))).toMatchObject({ status: 200 })
  })

  it('an order that is paid', async () => {
    const order = await lab.order()
    await lab.deliver(proofOf(order))
    expect(await forward(order, {}, merchant(500))).toMatchObject({
      status: 409,
      json: { error: { code: 'ORDER_PAID' } },
    })
  })
})

describe('a merchant does not take', () => {
  const deliver = (ocid: number, proof: JsonObject, by: { readonly ocid: number; readonly signer: Signer }) =>
    send({ url: lab.at(`/${ocid}/opencharge/transfer/webhook`), body: signedBody(proof, by.signer), ...by })

  it('the proof of anybody but its merchant gateway', async () => {
    const order = await lab.order('saffron')
    const proof = proofOf(order, { to: { ocid: 502, reference: order.id } })
    const answer = await deliver(502, proof, { ocid: 200, signer: lab.gateway.signer })
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'ISSUER_NOT_ACCEPTED' } } })
    expect(await lab.page(`/orders/${order.id}`)).toContain('Waiting for payment')
  })

  it('a proof for the order of another merchant', async () => {
    const order = await lab.order('saffron')
    const proof = proofOf(order, { issuer: 300, to: { ocid: 500, reference: order.id } })
    const answer = await deliver(500, proof, { ocid: 300, signer: lab.partySigner(300) })
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'INVALID_PROOF' } } })
    expect(await lab.page(`/orders/${order.id}`)).toContain('Waiting for payment')
  })
})

describe('a merchant shows', () => {
  it('its orders and their state to peers, and those of no other merchant', async () => {
    const order = await lab.order('saffron')
    const path = `/502/opencharge/orders/${order.id}`
    expect(await getSigned(path)).toMatchObject({ order, signature: expect.any(String) })
    expect(await getSigned(`${path}/status`)).toEqual({ orderId: order.id, status: 'pending' })
    await lab.deliver(proofOf(order))
    await vi.waitFor(async () => expect(await getSigned(`${path}/status`)).toMatchObject({ status: 'paid' }), {
      timeout: 10_000,
    })
    expect(await getSigned(`/500/opencharge/orders/${order.id}/status`)).toMatchObject({
      error: { code: 'ORDER_NOT_FOUND' },
    })
    expect((await fetch(lab.at(path))).status).toBe(401)
  })

  let nonces = 0
  async function getSigned(path: string): Promise<unknown> {
    nonces += 1
    const stamp = { ocid: 200, timestamp: nowEpochSeconds(), nonce: `get-${nonces}` }
    const headers = signRequest({ ...stamp, method: 'GET', path, body: '' }, lab.gateway.signer)
    return (await fetch(lab.at(path), { headers })).json()
  }
})
