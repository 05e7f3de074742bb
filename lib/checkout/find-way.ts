import type { Gateway } from '@/lib/gateway/gateway'
import type { Order } from '@/lib/opencharge/order'
import { choosePath } from '@/lib/providers/choose-path'
import { type AskedCheckout, readSettlementRequest } from '@/lib/providers/read-settlement-request'
import { waitAtMost } from '@/lib/providers/wait-at-most'
import type { SettlementPath } from '@/lib/settlement-path/strategy'
import type { Way } from './checkout-view'
import { nameParties } from './name-parties'
import type { StoredCheckout } from './payment-store'

// Providers are seldom asked who they are, since all remember it; a silent one shall not hold the page up.
const MOST_WAIT_MS = 1_000

/** How a payment of this checkout would travel at this moment. What counts is what is found when the payer presses Pay. */
export async function findWay(
  us: Gateway,
  checkout: AskedCheckout & Pick<StoredCheckout, 'applicationId'>,
  order: Order,
): Promise<Way> {
  if (checkout.applicationId !== null) return { kind: 'through', parties: [] }
  const path = await waitAtMost(MOST_WAIT_MS, findPath(us, checkout, order))
  if (path === undefined) return { kind: 'not_known_yet' }
  if (path === null) return { kind: 'none' }
  const between = partiesOf(path).filter((ocid) => ocid !== checkout.merchantOcid)
  return { kind: 'through', parties: await nameParties(us, between) }
}

async function findPath(us: Gateway, checkout: AskedCheckout, order: Order): Promise<SettlementPath | null> {
  const request = await readSettlementRequest(us, checkout, order)
  if (!request.ok) return null
  const path = await choosePath(us, request.value)
  return path.ok ? path.value : null
}

// A path begins at the merchant; the payment begins with us.
function partiesOf(path: SettlementPath): readonly number[] {
  return 'providers' in path ? [...path.providers].reverse() : [path.payee.ocid]
}
