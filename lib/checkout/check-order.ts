import type { Gateway } from '@/lib/gateway/gateway'
import type { Money } from '@/lib/money/money'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { checkOrderAmount, type Order, verifyOrder } from '@/lib/opencharge/order'
import { err, type Result } from '@/lib/opencharge/result'
import { findPartner, type Partner } from '@/lib/partners/partner-store'
import { choosePath } from '@/lib/providers/choose-path'
import type { Peer } from '@/lib/registry/registry'
import { settlementRequest } from '@/lib/settlement-path/settlement-request'

/** An order with its merchant's signature, and who brought it: a merchant gateway, or the merchant itself. */
export interface OfferedOrder {
  readonly gateway: Gateway
  readonly order: Order
  readonly signature: string
  readonly caller: Peer
  readonly partner: Partner | null
  readonly nowEpochSeconds: number
}

/**
 * Whether we could open a page for this order, and the amount that it asks for. The order of these checks is the
 * protocol's (section 5, checkout/create): what is answered must not depend on how we happen to be built.
 */
export async function checkOrder(offer: OfferedOrder): Promise<Result<Money, ProtocolError>> {
  const { gateway, order, caller, partner, nowEpochSeconds } = offer
  const signed = await checkSignature(offer)
  if (!signed.ok) return signed
  if (order.expiresAt !== undefined && order.expiresAt <= nowEpochSeconds) return err(protocolError('ORDER_EXPIRED'))
  if ((await findPartner(order.ocid))?.blocked) return err(protocolError('CONNECTION_REFUSED'))
  const amount = checkOrderAmount(order, gateway.env.CURRENCIES)
  if (!amount.ok) return amount
  const narrowed = partner?.currencies ?? []
  if (narrowed.length > 0 && !narrowed.includes(order.currency)) {
    const details = { currency: order.currency, currencies: [...narrowed] }
    return err(protocolError('SETTLEMENT_NOT_SUPPORTED', { details }))
  }
  const path = await choosePath(
    gateway,
    settlementRequest(gateway.ocid, order, amount.value.amountMinor, caller, partner),
  )
  if (path.ok) return amount
  const tried = path.error.map((provider) => ({ ...provider }))
  return err(protocolError('SETTLEMENT_NOT_SUPPORTED', { details: { tried } }))
}

async function checkSignature({ gateway, order, signature }: OfferedOrder): Promise<Result<true, ProtocolError>> {
  const { registry, crypto } = gateway
  const merchant = await registry.peer(order.ocid)
  if (!merchant.ok) return err(merchantError(merchant.error))
  const verified = verifyOrder(order, signature, merchant.value.publicKey, crypto)
  if (verified.ok) return verified
  const current = await registry.refresh(order.ocid)
  const isRotated = current.ok && current.value.publicKey.hex !== merchant.value.publicKey.hex
  return isRotated ? verifyOrder(order, signature, current.value.publicKey, crypto) : verified
}

// The caller is known; it is the merchant of its order that is not.
function merchantError(error: ProtocolError): ProtocolError {
  return error.code === 'UNKNOWN_OCID' ? protocolError('MERCHANT_NOT_REGISTERED') : error
}
