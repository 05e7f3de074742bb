import { err, ok, type Result } from '@/lib/opencharge/result'
import { direct } from './strategies/direct'
import { gatewayAccount } from './strategies/gateway-account'
import type { SettlementPath, SettlementRequest, Strategy, TriedProvider } from './strategy'

// In the protocol's order (section 6).
const strategies: readonly Strategy[] = [direct, gatewayAccount]

/** The first way that settles this order, or every provider that was considered with the reason why it cannot. */
export function findPath(request: SettlementRequest): Result<SettlementPath, readonly TriedProvider[]> {
  const tried: TriedProvider[] = []
  for (const strategy of strategies) {
    const found = strategy(request)
    if ('strategy' in found) return ok(found)
    tried.push(...found)
  }
  return err([...tried, ...strangers(request, tried)])
}

/** Providers that the order accepts and no strategy had a word on: we have nothing there to pay with. */
function strangers(request: SettlementRequest, tried: readonly TriedProvider[]): TriedProvider[] {
  const named = new Set(tried.map(({ ocid }) => ocid))
  const others = [...new Set(request.accepts ?? [])].filter((ocid) => !named.has(ocid))
  return others.map((ocid) => ({ ocid, strategy: 'partner_reserve', reason: 'WE_HOLD_NO_RESERVE_THERE' }))
}
