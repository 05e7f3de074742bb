import type { Gateway } from '@/lib/gateway/gateway'
import type { Result } from '@/lib/opencharge/result'
import { type ConsideredPath, explainPaths, findOwnPath, findPath } from '@/lib/settlement-path/find-path'
import type { SettlementPath, SettlementRequest, TriedProvider } from '@/lib/settlement-path/strategy'
import { gatherProviders } from './gather-providers'

/**
 * How this order is settled from here, by what we know now. Other providers are asked who they are only where our own
 * proof will not do. `refused`: providers that have refused this very payment.
 */
export async function choosePath(
  us: Gateway,
  request: SettlementRequest,
  refused?: ReadonlySet<number>,
): Promise<Result<SettlementPath, readonly TriedProvider[]>> {
  const own = findOwnPath(request)
  return own.ok ? own : findPath(request, await gatherProviders(us, request, refused))
}

/** Every way that was considered for this order, with the reason why it is not the one. */
export async function describePaths(us: Gateway, request: SettlementRequest): Promise<readonly ConsideredPath[]> {
  return explainPaths(request, await gatherProviders(us, request))
}
