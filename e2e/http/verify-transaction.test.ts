import { beforeAll, expect, test } from 'vitest'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { checkoutBody, openCheckout, postCheckout } from './testing/checkout'
import type { Peer } from './testing/peer'
import { pay, personWith } from './testing/person'
import { expectRefusal, expectSuccess } from './testing/refusal'
import { call } from './testing/signed-call'
import { waitUntil } from './testing/wait-until'
import { OUR_OCID, useWorld } from './testing/world'

const world = useWorld()
interface Envelope {
  readonly proof: JsonObject & { readonly txid: string }
  readonly signature: string
}
let order: JsonObject
let delivered: Envelope

beforeAll(async () => {
  const checkout = await openCheckout(world, { amount: '4.5', memo: 'Tea' })
  order = checkout.order
  await pay(await personWith(world.url, '20.00'), checkout)
  const webhook = await waitUntil('the webhook arrived', () => world.mg.webhooks.at(-1))
  delivered = JSON.parse(webhook.body)
})

const verify = (who: Peer, txid: string) =>
  call(world.url, who, { path: `/opencharge/verify/${encodeURIComponent(txid)}` })

test('the proof is ours, over the order of this shop, for the gateway whose account was credited', () => {
  const { proof, signature } = delivered
  expect(nobleCrypto.verify(canonicalJson(proof), signature, world.key)).toBe(true)
  expect(proof).toMatchObject({
    issuer: OUR_OCID,
    from: { ocid: OUR_OCID, reference: expect.stringMatching(/^pay_/) },
    to: { ocid: world.mg.ocid, reference: order.id },
    amount: '4.5',
    currency: 'USD',
    memo: expect.stringContaining(String(world.shop.ocid)),
  })
})

test('the party that the proof names sees it, the same every time as it was delivered', async () => {
  for (let again = 0; again < 2; again++) {
    const seen = expectSuccess(world.key, await verify(world.mg, delivered.proof.txid))
    expect(seen).toEqual({ status: 'completed', ...delivered })
  }
})

test.each(['shop', 'otherShop', 'stranger'] as const)(
  '%s, whom the proof does not name, cannot tell that it exists',
  async (who) => {
    const missing = await expectRefusal(world, 404, 'TXID_NOT_FOUND', () => verify(world[who], 'tx_that_never_was'))
    const hidden = await expectRefusal(world, 404, 'TXID_NOT_FOUND', () => verify(world[who], delivered.proof.txid))
    expect(hidden).toEqual(missing)
  },
)

test('a merchant that is paid directly sees its proof, and the gateway in between does not', async () => {
  const checkout = await openCheckout(world, { accepts: [OUR_OCID] })
  await pay(await personWith(world.url, '20.00'), checkout)
  const { body } = await waitUntil('the webhook reached the shop', () => world.shop.webhooks.at(-1))
  const { proof } = JSON.parse(body) as Envelope
  expect(proof.to).toEqual({ ocid: world.shop.ocid, reference: checkout.order.id })
  expectSuccess(world.key, await verify(world.shop, proof.txid))
  await expectRefusal(world, 404, 'TXID_NOT_FOUND', () => verify(world.mg, proof.txid))
})

test.each(['%', "'; DROP TABLE proofs; --", 'x'.repeat(4000), '\ud83d\ude00', '%00', 'a/b'])(
  'a txid like %j is just not there',
  async (txid) => {
    await expectRefusal(world, 404, 'TXID_NOT_FOUND', () => verify(world.mg, txid))
  },
)

test.each(['%', '%zz', '%00', '..', '%2e%2e', 'a\\b'])('a path that ends with "%s" is nowhere', async (raw) => {
  const path = `/opencharge/verify/${raw}`
  await expectRefusal(world, 404, 'NOT_FOUND', () => call(world.url, world.mg, { path }))
})

test('an order id that looks like markup or SQL travels through payment and proof unchanged', async () => {
  const id = `"'</script>;--\\ \u{1f600} ${Date.now()}`
  const body = checkoutBody(world.shop, world.shop.order({ id }))
  const { checkout_url: url } = expectSuccess(world.key, await postCheckout(world, body))
  await pay(await personWith(world.url, '20.00'), { page: new URL(String(url)).pathname })
  const isThis = ({ body: text }: { body: string }) => (JSON.parse(text) as Envelope).proof.to
  const found = await waitUntil('its webhook arrived', () =>
    world.mg.webhooks
      .map(isThis)
      .find((to) => JSON.stringify(to) === JSON.stringify({ ocid: world.mg.ocid, reference: id })),
  )
  expect(found).toEqual({ ocid: world.mg.ocid, reference: id })
})
