import type { Order } from '@/lib/opencharge/order'
import type { Partner } from '@/lib/partners/partner-store'
import type { Peer } from '@/lib/registry/peer'
import type { SettlementRequest } from './strategy'

/** What choosing a path needs, from the order, the gateway that sent it and our agreement with that gateway. */
export function settlementRequest(
  ourOcid: number,
  order: Order,
  amountMinor: bigint,
  caller: Pick<Peer, 'ocid' | 'accepts'>,
  partner: Partner | null,
): SettlementRequest {
  return {
    ourOcid,
    merchantOcid: order.ocid,
    orderId: order.id,
    currency: order.currency,
    amountMinor,
    accepts: order.accepts ?? null,
    caller: { ocid: caller.ocid, accepts: caller.accepts, hasAccount: partner?.gatewayAccount ?? false },
  }
}
