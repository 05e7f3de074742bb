import type { JsonObject } from '@/lib/opencharge/json-value'
import type { OrderChanges, Peer } from './peer'
import { expectSuccess } from './refusal'
import { call, type SignedRequest } from './signed-call'
import type { WireAnswer } from './wire'
import type { World } from './world'

export const CREATE_PATH = '/opencharge/checkout/create'
export const SUCCESS_URL = 'https://shop.example/paid?session={SESSION_ID}'
export const CANCEL_URL = 'https://shop.example/cancelled'

/** What a merchant gateway posts for an order of `shop`: right unless `changes` say otherwise. */
export function checkoutBody(
  shop: Peer,
  order: JsonObject,
  changes: Readonly<Record<string, unknown>> = {},
): JsonObject {
  const urls = { success: SUCCESS_URL, cancel: CANCEL_URL }
  return { order, signature: shop.sign(order), merchantOcid: shop.ocid, urls, ...changes } as JsonObject
}

/** Posts a body to /checkout/create, signed by the merchant gateway. */
export function postCheckout(
  { url, mg }: Pick<World, 'url' | 'mg'>,
  body: JsonObject | string | Uint8Array,
  more: Partial<SignedRequest> & { readonly sender?: Peer } = {},
): Promise<WireAnswer> {
  const { sender = mg, ...request } = more
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  return call(url, sender, { path: CREATE_PATH, body: bytes, ...request })
}

export interface OpenedCheckout {
  readonly sessionId: string
  readonly expiresAt: number
  /** The path of the page where it is paid. */
  readonly page: string
  readonly order: JsonObject & { readonly id: string }
}

/** A checkout for a fresh order of the shop. */
export async function openCheckout(
  world: World,
  changes: OrderChanges = {},
  bodyChanges: Readonly<Record<string, unknown>> = {},
): Promise<OpenedCheckout> {
  const order = world.shop.order(changes)
  const answer = await postCheckout(world, checkoutBody(world.shop, order, bodyChanges))
  const { checkout_url: checkoutUrl, session_id: sessionId, expires_at: expiresAt } = expectSuccess(world.key, answer)
  return {
    sessionId: String(sessionId),
    expiresAt: Number(expiresAt),
    page: new URL(String(checkoutUrl)).pathname,
    order,
  }
}
