import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { proofOf, signerOf } from '@/devnet/testing/fake-gateway'

let lab: DevnetLab
beforeAll(async () => {
  lab = await openDevnetLab()
})
afterAll(() => lab.close())
afterEach(() => vi.useRealTimers())

const get = (path: string) => fetch(lab.at(path), { redirect: 'manual' })

describe('the storefront', () => {
  it('shows each price with the digits of its currency', async () => {
    const page = await lab.page('/')
    for (const price of ['$14.50', 'UGX\u00a07,000', 'KWD\u00a01.250']) expect(page).toContain(price)
  })

  it('needs no script, and allows none', async () => {
    const answer = await get('/')
    expect(await answer.text()).not.toContain('<script')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('buying', () => {
  it.each(['0', '-1', '21', '1.5', '1e1', ' 2', '', '9'.repeat(400)])('refuses the quantity "%s"', async (quantity) => {
    const arrived = lab.gateway.checkouts.length
    const body = new URLSearchParams({ product: 'saffron', quantity })
    const answer = await fetch(lab.at('/buy'), { method: 'POST', body, redirect: 'manual' })
    expect(answer.status).toBe(400)
    expect(lab.gateway.checkouts).toHaveLength(arrived)
  })

  it('refuses a product that is not sold, and shows nothing of what was sent', async () => {
    const answer = await lab.buy('<img src=x onerror=alert(1)>')
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain('<img')
  })

  it('takes the price from the catalogue, whatever the form says', async () => {
    const body = new URLSearchParams({ product: 'saffron', quantity: '1', price: '0.001', amount: '0.001' })
    await fetch(lab.at('/buy'), { method: 'POST', body, redirect: 'manual' })
    expect(lab.gateway.checkouts.at(-1)?.order.amount).toBe('1.250')
  })

  it('is a POST only', async () => {
    expect((await get('/buy')).status).toBe(405)
  })
})

describe('the page of an order', () => {
  it('waits, looking again every two seconds, and leads to the payment page', async () => {
    const order = await lab.order('monsoon-malabar', 2)
    const page = await lab.page(`/orders/${order.id}`)
    expect(page).toContain('<meta http-equiv="refresh" content="2">')
    expect(page).toContain(`href="${lab.gateway.origin}/pay/`)
    expect(page).toContain('Postage')
    expect(page).toContain('$33.90')
  })

  it('is not paid by what the browser brings back', async () => {
    const order = await lab.order()
    const page = await lab.page(`/orders/${order.id}?session=sess_1&status=paid&txid=tx_1`)
    expect(page).toContain('Waiting for payment')
    expect(page).not.toContain('tx_1')
  })

  it('shows a hostile txid as text', async () => {
    const order = await lab.order()
    await lab.deliver(proofOf(order, { txid: '"><script>alert(1)</script>' }))
    await vi.waitFor(async () => expect(await lab.page(`/orders/${order.id}`)).toContain('<h1>Paid</h1>'), {
      timeout: 10_000,
    })
    expect(await lab.page(`/orders/${order.id}`)).toContain('&quot;&gt;&lt;script&gt;')
    expect(await lab.page(`/orders/${order.id}`)).not.toContain('<script')
  })

  it('stops waiting when the order ran out, and is paid all the same when the proof comes late', async () => {
    const order = await lab.order()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 })
    const expired = await lab.page(`/orders/${order.id}`)
    expect(expired).toContain('Not paid in time')
    expect(expired).not.toContain('http-equiv="refresh"')
    await lab.deliver(proofOf(order))
    await vi.waitFor(async () => expect(await lab.page(`/orders/${order.id}`)).toContain('<h1>Paid</h1>'), {
      timeout: 10_000,
    })
  })

  it('says that nothing was paid when no payment page could be opened', async () => {
    const answerCheckout = lab.gateway.answerCheckout
    lab.gateway.answerCheckout = () => ({ status: 200, value: {}, signer: signerOf('3') })
    const order = await lab.order()
    lab.gateway.answerCheckout = answerCheckout
    expect(await lab.page(`/orders/${order.id}`)).toContain('Nothing was paid')
  })

  it('is not there for an order that is not ours', async () => {
    expect((await get('/orders/500-NOSUCHORDER')).status).toBe(404)
    expect((await get('/orders/__proto__')).status).toBe(404)
  })
})

describe('the page after cancelling', () => {
  it('offers to try again, as a new order of the same', async () => {
    const order = await lab.order('cardamom', 3)
    const page = await lab.page(`/orders/${order.id}/cancelled`)
    expect(page).toContain('The order is not paid')
    expect(page).toContain('name="product" value="cardamom"')
    expect(page).toContain('name="quantity" value="3"')
  })

  it('changes nothing: the order can still be paid, and is then shown as paid', async () => {
    const order = await lab.order()
    await lab.page(`/orders/${order.id}/cancelled`)
    expect(await lab.deliver(proofOf(order))).toMatchObject({ status: 200 })
    await vi.waitFor(async () => expect((await get(`/orders/${order.id}/cancelled`)).status).toBe(303), {
      timeout: 10_000,
    })
  })
})
