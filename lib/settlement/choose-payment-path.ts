import type { PayError } from '@/lib/checkout/checkout-view'
import type { StoredCheckout } from '@/lib/checkout/payment-store'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Order } from '@/lib/opencharge/order'
import { err, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'
import { choosePath } from '@/lib/providers/choose-path'
import { settlementRequest } from '@/lib/settlement-path/settlement-request'
import type { SettlementPath } from '@/lib/settlement-path/strategy'

/**
 * The way is chosen anew when paying: since the page was made, the gateway may have changed whom it accepts, and a
 * reserve may have been used up. `refused`: providers that have refused this very payment.
 */
export async function choosePaymentPath(
  us: Gateway,
  checkout: StoredCheckout,
  order: Order,
  refused?: ReadonlySet<number>,
): Promise<Result<SettlementPath, PayError>> {
  const caller = await us.registry.peer(checkout.callerOcid)
  if (!caller.ok) return err('MERCHANT_UNREACHABLE')
  const [partner, merchant] = await Promise.all([findPartner(checkout.callerOcid), findPartner(checkout.merchantOcid)])
  if (partner?.blocked || merchant?.blocked) return err('SETTLEMENT_NOT_SUPPORTED')
  const request = settlementRequest(us.ocid, order, checkout.amountMinor, caller.value, partner)
  const path = await choosePath(us, request, refused)
  return path.ok ? path : err('SETTLEMENT_NOT_SUPPORTED')
}
