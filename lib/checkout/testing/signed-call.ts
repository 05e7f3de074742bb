import type { CheckoutRequest } from '@/lib/checkout/checkout-request'
import type { TestGateway } from '@/lib/gateway/testing/test-gateway'
import type { SignedCall } from '@/lib/http/signed-route'
import type { Order } from '@/lib/opencharge/order'
import { signObject } from '@/lib/opencharge/signed-object'
import { testPerson } from '@/lib/opencharge/testing/test-people'
import type { Partner } from '@/lib/partners/partner-store'
import { makeNonce, nowSeconds } from './make-checkout'

export const agreement: Partner = {
  ocid: 100,
  gatewayAccount: true,
  merchantAccount: false,
  blocked: false,
  currencies: [],
  capabilities: [],
}

/** What POST /checkout/create gets from gateway 100 once the route has done its checks; anything can be changed. */
export async function signedCall(
  { us }: TestGateway,
  order: Order,
  body: Partial<CheckoutRequest> = {},
  more: Partial<SignedCall<CheckoutRequest>> = {},
): Promise<SignedCall<CheckoutRequest>> {
  const caller = await us.registry.peer(100)
  if (!caller.ok) throw new Error('gateway 100 is not on the network of this test')
  const signature = signObject(order, testPerson('merchant').signer)
  return {
    gateway: us,
    request: new Request('https://pay.example/opencharge/checkout/create', { method: 'POST' }),
    params: {},
    nowEpochSeconds: nowSeconds(),
    caller: caller.value,
    partner: agreement,
    body: { order, signature, merchantOcid: order.ocid, urls: {}, ...body },
    nonce: makeNonce(),
    ...more,
  }
}
