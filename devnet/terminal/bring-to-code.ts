import { callPeer } from '@/devnet/network/call-peer'
import { type MadeOrder, makeSignedOrder } from '@/devnet/shop/make-order'
import type { OrderProblem, Shop } from '@/devnet/shop/place-order'
import { protocolError } from '@/lib/opencharge/errors'
import { checkQrPayload, parseQrPayload, type QrPayload } from '@/lib/opencharge/qr-payload'
import { err, ok, type Result } from '@/lib/opencharge/result'

// A customer at a counter decides now.
const orderTtlSeconds = 5 * 60

export type TerminalProblem = OrderProblem | { readonly kind: 'code' }

/** Brings an order to the code that a customer shows. Gives the order's id; whether it is paid, its proof says later. */
export async function bringToCode(shop: Shop, form: URLSearchParams): Promise<Result<string, TerminalProblem>> {
  const payload = parseQrPayload((form.get('code') ?? '').trim())
  if (!payload.ok || payload.value.kind !== 'order') return err({ kind: 'code' })
  const path = await pathAtIssuer(shop, payload.value)
  if (path === undefined) return err({ kind: 'code' })
  const made = makeSignedOrder(shop, form, orderTtlSeconds)
  if (!made) return err({ kind: 'choice' })
  return bring(shop, made, payload.value.ocid, path)
}

/** A code is not a credential: it must lead to where its OCID is registered. */
async function pathAtIssuer(shop: Shop, payload: QrPayload): Promise<string | undefined> {
  const issuer = await shop.network.registry.peer(payload.ocid)
  if (!issuer.ok) return undefined
  const { endpoint } = issuer.value
  if (!checkQrPayload(payload, endpoint, shop.network.nowEpochSeconds()).ok) return undefined
  return payload.url.startsWith(`${endpoint}/`) ? payload.url.slice(endpoint.length) : undefined
}

async function bring(shop: Shop, { merchant, order, signature }: MadeOrder, gatewayOcid: number, path: string) {
  const answer = await callPeer(shop.network, { from: merchant, toOcid: gatewayOcid, path, body: { order, signature } })
  if (!answer.ok) return err({ kind: 'refused' as const, error: answer.error })
  const { status_url: statusUrl } = answer.value
  const gateway = await shop.network.registry.peer(gatewayOcid)
  const isOurs = gateway.ok && typeof statusUrl === 'string' && statusUrl.startsWith(`${gateway.value.endpoint}/`)
  if (!isOurs) return err({ kind: 'refused' as const, error: protocolError('SERVICE_UNAVAILABLE') })
  const statusPath = String(statusUrl).slice(gateway.value.endpoint.length)
  shop.book.record({ type: 'brought', orderId: order.id, gatewayOcid, statusPath })
  return ok(order.id)
}
