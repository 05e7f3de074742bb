import type { PayError } from '@/lib/checkout/checkout-view'
import type { StoredCheckout } from '@/lib/checkout/payment-store'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Order } from '@/lib/opencharge/order'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'
import { settlementRequest } from '@/lib/settlement-path/settlement-request'
import type { SettlementRequest } from '@/lib/settlement-path/strategy'

/** Everything that decides how this checkout can be settled, as it is now. */
export async function readSettlementRequest(
  us: Gateway,
  checkout: StoredCheckout,
  order: Order,
): Promise<Result<SettlementRequest, Extract<PayError, 'MERCHANT_UNREACHABLE' | 'SETTLEMENT_NOT_SUPPORTED'>>> {
  const caller = await us.registry.peer(checkout.callerOcid)
  if (!caller.ok) return err('MERCHANT_UNREACHABLE')
  const [partner, merchant] = await Promise.all([findPartner(checkout.callerOcid), findPartner(checkout.merchantOcid)])
  if (partner?.blocked || merchant?.blocked) return err('SETTLEMENT_NOT_SUPPORTED')
  return ok(settlementRequest(us.ocid, order, checkout.amountMinor, caller.value, partner))
}
