import { type NearestReserve, nearestReserves } from '../nearest-reserves'
import type { ProviderGraph } from '../provider-graph'
import { searchPath } from '../search-path'
import type { OutsidePath, SettlementRequest, TriedProvider } from '../strategy'

/**
 * Strategies 3 to 5 of protocol section 6: a reserve of ours at a provider that the order accepts, or at one whose proofs
 * such a provider takes, or further on. They differ by the length of the path alone.
 */
export function findOutside(graph: ProviderGraph, request: SettlementRequest): OutsidePath | readonly TriedProvider[] {
  const { amountMinor } = request
  const accepted = acceptedProviders(request)
  const from = accepted.flatMap((ocid) => graph.nodeOf.get(ocid) ?? [])
  const path = searchPath(graph, { amountMinor, from })
  if (path) return asPath(graph, path)
  const nearest = nearestReserves(graph)
  return accepted.map((ocid) => refusalOf(graph, nearest, ocid))
}

/** Where a path may begin: at whom the merchant's signature names. Who brought an order that names nobody has named himself. */
export function acceptedProviders({ accepts, ourOcid }: SettlementRequest): readonly number[] {
  const named = new Set(accepts ?? [])
  return [...named].filter((ocid) => ocid !== ourOcid)
}

/** The best path that begins at each provider that the order accepts, or why there is none. */
export function pathsThrough(graph: ProviderGraph, request: SettlementRequest): (OutsidePath | TriedProvider)[] {
  const nearest = nearestReserves(graph)
  return acceptedProviders(request).map((ocid) => {
    const node = graph.nodeOf.get(ocid)
    const path = node === undefined ? undefined : searchPath(graph, { amountMinor: request.amountMinor, from: [node] })
    return path ? asPath(graph, path) : refusalOf(graph, nearest, ocid)
  })
}

type Nearest = (node: number) => NearestReserve | undefined

function refusalOf(graph: ProviderGraph, nearest: Nearest, ocid: number): TriedProvider {
  const node = graph.nodeOf.get(ocid)
  const problem = node === undefined ? 'METADATA_UNAVAILABLE' : graph.problems[node]
  if (problem) return { ocid, strategy: 'partner_reserve', reason: problem }
  const poor = node === undefined ? undefined : nearest(node)
  if (!poor) return { ocid, strategy: 'partner_reserve', reason: 'WE_HOLD_NO_RESERVE_THERE' }
  const last = graph.ocids[poor.node]
  const strategy = strategyOf(poor.hops)
  return { ocid, strategy, reason: 'RESERVE_TOO_LOW', ...(last !== undefined && last !== ocid && { at: last }) }
}

function asPath(graph: ProviderGraph, nodes: readonly number[]): OutsidePath {
  const [first, ...rest] = nodes.map((node) => graph.ocids[node] ?? 0)
  if (first === undefined) throw new Error('a path has at least one provider')
  return { strategy: strategyOf(nodes.length), providers: [first, ...rest] }
}

const strategyOf = (hops: number) => (hops === 1 ? 'partner_reserve' : hops === 2 ? 'common_third_party' : 'chain')
