import type { PayError } from '@/lib/checkout/checkout-view'
import type { StoredCheckout } from '@/lib/checkout/payment-store'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Order } from '@/lib/opencharge/order'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { choosePath } from '@/lib/providers/choose-path'
import { readSettlementRequest } from '@/lib/providers/read-settlement-request'
import type { ApplicationPath, SettlementPath } from '@/lib/settlement-path/strategy'

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
  if (checkout.applicationId !== null) return ok(applicationPath(us, checkout.applicationId, order))
  const request = await readSettlementRequest(us, checkout, order)
  if (!request.ok) return request
  const path = await choosePath(us, request.value, refused)
  if (path.ok) return path
  // Whether it leads to the merchant, who cannot be read just now does not say.
  const isUncertain = path.error.some(({ reason }) => reason === 'METADATA_UNAVAILABLE')
  return err(isUncertain ? 'PROVIDER_UNREACHABLE' : 'SETTLEMENT_NOT_SUPPORTED')
}

/** An application's account is with us: there is nothing to choose. */
const applicationPath = ({ ocid }: Gateway, applicationId: string, { id }: Order): ApplicationPath => ({
  strategy: 'direct',
  payee: { kind: 'APPLICATION', applicationId, ocid },
  memo: `Payment for ${id}`,
})
