import { err, ok, type Result } from '@/lib/opencharge/result'
import type { ProviderGraph } from './provider-graph'
import { direct } from './strategies/direct'
import { gatewayAccount } from './strategies/gateway-account'
import { findOutside, pathsThrough } from './strategies/outside'
import type { OutsidePath, OwnPath, OwnStrategy, SettlementPath, SettlementRequest, TriedProvider } from './strategy'

// In the protocol's order (section 6).
const ownStrategies: readonly OwnStrategy[] = [direct, gatewayAccount]

type Tried = readonly TriedProvider[]

/** The first way that settles this order by our own proof, or why there is none. It needs to know no other provider. */
export function findOwnPath(request: SettlementRequest): Result<OwnPath, Tried> {
  const tried: TriedProvider[] = []
  for (const strategy of ownStrategies) {
    const found = strategy(request)
    if ('strategy' in found) return ok(found)
    tried.push(...found)
  }
  return err(tried)
}

/** The first way that settles this order, or every provider that was considered with the reason why it cannot. */
export function findPath(request: SettlementRequest, graph: ProviderGraph): Result<SettlementPath, Tried> {
  const own = findOwnPath(request)
  if (own.ok) return own
  const outside = findOutside(graph, request)
  if ('strategy' in outside) return ok(outside)
  return err(combine(own.error, outside))
}

/** A refused gateway account says more of a gateway than that we hold no reserve there either. */
function combine(own: Tried, outside: Tried): Tried {
  const named = new Set(own.filter(({ reason }) => reason !== 'NOT_ACCEPTED_BY_ORDER').map(({ ocid }) => ocid))
  return [...own, ...outside.filter(({ ocid, reason }) => reason !== 'WE_HOLD_NO_RESERVE_THERE' || !named.has(ocid))]
}

/** One way that was considered: usable (`refusal` null) or not, and whether it is the one that is taken. */
export interface ConsideredPath {
  readonly strategy: SettlementPath['strategy']
  readonly providers: readonly number[]
  readonly refusal: TriedProvider['reason'] | null
  readonly at: number | null
  readonly isChosen: boolean
}

/** Every way that was considered, in the order of choice, for people who want to know why it is this one. */
export function explainPaths(request: SettlementRequest, graph: ProviderGraph): readonly ConsideredPath[] {
  const found = findPath(request, graph)
  const chosen = found.ok ? found.value : undefined
  const own = ownStrategies.flatMap((strategy) => describeOwn(strategy(request), chosen))
  const outside = pathsThrough(graph, request).map((way) => describeOutside(way, chosen))
  return [...own, ...outside]
}

function describeOwn(found: ReturnType<OwnStrategy>, chosen: SettlementPath | undefined): ConsideredPath[] {
  if (!('strategy' in found)) return found.map(refused)
  const isChosen = chosen?.strategy === found.strategy
  return [{ strategy: found.strategy, providers: [found.payee.ocid], refusal: null, at: null, isChosen }]
}

function describeOutside(found: OutsidePath | TriedProvider, chosen: SettlementPath | undefined): ConsideredPath {
  if ('reason' in found) return refused(found)
  const { strategy, providers } = found
  const isChosen = chosen !== undefined && 'providers' in chosen && String(chosen.providers) === String(providers)
  return { strategy, providers, refusal: null, at: null, isChosen }
}

const refused = ({ ocid, strategy, reason, at }: TriedProvider): ConsideredPath => ({
  strategy,
  providers: [ocid],
  refusal: reason,
  at: at ?? null,
  isChosen: false,
})
