import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { proofOf, signedBody } from '@/devnet/testing/fake-gateway'
import { createPartyClient, type PartyClient } from '@/devnet/testing/party-client'
import { type Order, parseOrder } from '@/lib/opencharge/order'
import { parseQrPayload } from '@/lib/opencharge/qr-payload'

let lab: DevnetLab
let client: PartyClient
beforeAll(async () => {
  lab = await openDevnetLab()
  client = createPartyClient(lab)
})
afterAll(() => lab.close())

const codeOn = async (path: string) =>
  parseQrPayload((/<code>(\{.*?\})<\/code>/.exec(await lab.page(path))?.[1] ?? '').replaceAll('&quot;', '"'))

const choose = (...items: readonly { id: string; quantity: number }[]) =>
  client.post(520, '/orders/create', { items: items.map((item) => ({ ...item })) })

async function stockOf(id: string): Promise<unknown> {
  const { items } = (await client.get(520, '/inventory')).json
  return (items as unknown as { id: string; stock: number }[]).find((item) => item.id === id)?.stock
}

/** The gateway's proof that it credited the merchant itself. */
const paidBy = (order: Order) =>
  signedBody(proofOf(order, { to: { ocid: order.ocid, reference: order.id } }), lab.gateway.signer)

describe('the vending machine', () => {
  it('shows a code that never runs out and leads to its inventory', async () => {
    expect(await codeOn('/vending')).toEqual({
      ok: true,
      value: { kind: 'inventory', ocid: 520, url: lab.at('/520/opencharge/inventory'), expiresAt: null },
    })
    expect((await client.get(520, '/inventory')).json).toMatchObject({ currency: 'EUR' })
  })

  it('signs an order for what was chosen, keeps it aside, and gives it out when the proof has come', async () => {
    const before = Number(await stockOf('slot-1'))
    const { json } = await choose({ id: 'slot-1', quantity: 3 }, { id: 'slot-3', quantity: 2 })
    const order = parseOrder(json.order)
    if (!order.ok) throw new Error(JSON.stringify(json))
    expect(order.value).toMatchObject({ ocid: 520, amount: '7.60', currency: 'EUR', accepts: [200] })
    expect(await stockOf('slot-1')).toBe(before - 3)
    expect(await lab.page('/vending')).toContain(`${before} left`)
    const paid = paidBy(order.value)
    expect((await client.post(520, '/transfer/webhook', paid)).status).toBe(200)
    const page = await lab.page('/vending')
    expect(page).toContain(`${before - 3} left`)
    expect(page).toContain('3 × Sparkling water, 330 ml and 2 × Travel stamps')
  })

  it.each([
    ['more than there is', [{ id: 'slot-4', quantity: 3 }]],
    ['less than is sold at once', [{ id: 'slot-3', quantity: 1 }]],
    ['what is sold out', [{ id: 'slot-5', quantity: 1 }]],
    ['what it does not have', [{ id: 'slot-99', quantity: 1 }]],
    [
      'the same twice',
      [
        { id: 'slot-1', quantity: 2 },
        { id: 'slot-1', quantity: 2 },
      ],
    ],
    ['nothing', []],
    ['less than nothing', [{ id: 'slot-1', quantity: -1 }]],
  ])('makes no order for %s', async (_, items) => {
    expect(await choose(...items)).toMatchObject({ status: 400, json: { error: { code: 'INVALID_REQUEST' } } })
  })
})

describe('the counter', () => {
  it('shows the code of what was rung up until it is paid', async () => {
    const body = new URLSearchParams({ product: 'cochineal-yarn', quantity: '2' })
    const rung = await fetch(lab.at('/counter'), { method: 'POST', body, redirect: 'manual' })
    const page = rung.headers.get('location') ?? ''
    const code = await codeOn(page)
    if (!code.ok) throw new Error(code.error)
    expect(code.value).toMatchObject({ kind: 'order', ocid: 510 })
    const { json } = await client.get(510, new URL(code.value.url).pathname.replace('/510/opencharge', ''))
    const order = parseOrder(json.order)
    if (!order.ok) throw new Error(JSON.stringify(json))
    expect(order.value).toMatchObject({ amount: '19.00', expiresAt: code.value.expiresAt })
    await client.post(510, '/transfer/webhook', paidBy(order.value))
    expect(await lab.page(page)).toContain('<h1>Paid</h1>')
  })

  it('rings up only what is sold there', async () => {
    const body = new URLSearchParams({ product: 'saffron-of-nobody', quantity: '1' })
    expect((await fetch(lab.at('/counter'), { method: 'POST', body })).status).toBe(400)
    expect((await fetch(lab.at('/counter/510-ABCDEFGHJK'))).status).toBe(404)
  })
})
