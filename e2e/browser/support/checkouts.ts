import { randomUUID } from 'node:crypto'
import { send } from '@/devnet/testing/fake-gateway'
import { type Order, parseOrder } from '@/lib/opencharge/order'
import { signObject } from '@/lib/opencharge/signed-object'
import type { Signer } from '@/lib/opencharge/signer'
import { site } from './site'

const gatewayOcid = 200

/** Whoever can sign an order and send it to the gateway. */
export interface Sender {
  readonly ocid: number
  readonly signer: Signer
}

interface CheckoutWish {
  readonly order?: Partial<Order>
  readonly expiresInSeconds?: number
  readonly urls?: { readonly success?: string; readonly cancel?: string }
}

const nowEpochSeconds = () => Math.floor(Date.now() / 1000)

/** Sends a signed order straight to the gateway, as a merchant that has its account there. Gives the page to pay on. */
export async function createCheckout(sender: Sender, wish: CheckoutWish = {}): Promise<string> {
  const { order: members = {}, expiresInSeconds = 1800, urls = {} } = wish
  const order = parseOrder({
    id: `T-${randomUUID()}`,
    ocid: sender.ocid,
    amount: '12.00',
    currency: 'USD',
    createdAt: nowEpochSeconds(),
    expiresAt: nowEpochSeconds() + expiresInSeconds,
    accepts: [gatewayOcid],
    ...members,
  })
  if (!order.ok) throw new Error(order.error.message)
  const { value } = order
  const answer = await send({
    url: `${site().gatewayUrl}/opencharge/checkout/create`,
    body: { order: value, signature: signObject(value, sender.signer), merchantOcid: sender.ocid, urls },
    nonce: randomUUID(),
    ...sender,
  })
  if (typeof answer.json.checkout_url !== 'string') throw new Error(JSON.stringify(answer.json))
  return answer.json.checkout_url
}
