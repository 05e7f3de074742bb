import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openingReserves } from '@/devnet/house/opening-reserves'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { sellers } from '@/devnet/shop/catalogue'
import { currencyOf } from '@/devnet/shop/price-basket'
import { routePlans, type SettlementRoute } from '@/devnet/shop/settlement-route'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { signedBody } from '@/devnet/testing/fake-gateway'
import { createPartyClient } from '@/devnet/testing/party-client'
import { parsePrice } from '@/lib/money/money'

let lab: DevnetLab
beforeAll(async () => {
  lab = await openDevnetLab()
})
afterAll(() => lab.close())

const routes: readonly [SettlementRoute, product: string, ordersThrough: number, accepts: number][] = [
  ['gateway_account', 'saffron', 300, 300],
  ['direct', 'indigo-runner', 300, 200],
  ['partner_reserve', 'surprise-parcel', 320, 310],
  ['common_third_party', 'petty-knife', 320, 320],
  ['chain', 'flake-salt', 320, 330],
]

describe.each(routes)('an order of the way "%s"', (route, product, ordersThrough, accepts) => {
  it('arrives through its merchant gateway and says whose proofs count', async () => {
    const order = await lab.order(product)
    expect(order.accepts).toEqual([accepts])
    expect(lab.gateway.checkouts.at(-1)?.headers['x-oc-id']).toBe(String(ordersThrough))
    const shown = (await lab.status()).orders.find(({ id }) => id === order.id)
    expect(shown).toMatchObject({ route, state: 'pending', paidBy: null, sessionId: expect.stringMatching(/^sess_/) })
    expect(await lab.page('/')).toContain(routePlans[route].note)
  })
})

describe('a seller who is paid directly', () => {
  const deliver = async (issuer: number) => {
    const order = await lab.order('cochineal-yarn')
    const { id, amount, currency } = order
    const terms = { to: { ocid: 510, reference: id }, amount, currency, timestamp: order.createdAt }
    const proof = { txid: `tx_${id}`, issuer, from: { ocid: 200 }, ...terms }
    const signer = issuer === 200 ? lab.gateway.signer : lab.partySigner(issuer)
    const body = signedBody(proof, signer)
    const answer = await createPartyClient(lab).post(510, '/transfer/webhook', body, { as: issuer })
    return { answer, page: await lab.page(`/orders/${id}`) }
  }

  it('takes the payment gateway’s own proof', async () => {
    const { answer, page } = await deliver(200)
    expect(answer.json).toMatchObject({ status: 'accepted' })
    expect(page).toContain('<h1>Paid</h1>')
  })

  it('takes no proof of the merchant gateway that passed the order on', async () => {
    const { answer, page } = await deliver(300)
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'ISSUER_NOT_ACCEPTED' } } })
    expect(page).toContain('<h1>Waiting for payment</h1>')
  })
})

describe('the catalogue', () => {
  it('has sellers of every way, each with OCIDs and products of its own', () => {
    expect(new Set(sellers.map(({ route }) => route)).size).toBe(Object.keys(routePlans).length)
    const productIds = sellers.flatMap(({ products }) => products.map(({ id }) => id))
    expect(new Set(productIds).size).toBe(productIds.length)
    expect(new Set(sellers.map(({ ocid }) => ocid)).size).toBe(sellers.length)
  })

  it('has prices that are amounts of their currency, and the provider a reserve in every currency', () => {
    for (const seller of sellers) {
      for (const { price } of seller.products) expect(parsePrice(price, currencyOf(seller)).ok).toBe(true)
    }
    expect(Object.keys(openingReserves).sort()).toEqual([...devnetCurrencies.keys()].sort())
  })

  it('has an icon for each seller', async () => {
    for (const { ocid } of sellers) expect((await fetch(lab.at(`/${ocid}/icon.svg`))).status).toBe(200)
  })
})
