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
  return path ? asPath(graph, path) : accepted.map((ocid) => refusalOf(graph, ocid))
}

/** Where a path may begin. An order that names nobody leaves it to the gateway that brought it. */
export function acceptedProviders({ accepts, caller, ourOcid }: SettlementRequest): readonly number[] {
  const named = new Set(accepts ?? [caller.ocid])
  return [...named].filter((ocid) => ocid !== ourOcid)
}

/** The best path that begins at one provider, or why there is none. */
export function pathThrough(graph: ProviderGraph, amountMinor: bigint, ocid: number): OutsidePath | TriedProvider {
  const node = graph.nodeOf.get(ocid)
  const path = node === undefined ? undefined : searchPath(graph, { amountMinor, from: [node] })
  return path ? asPath(graph, path) : refusalOf(graph, ocid)
}

function refusalOf(graph: ProviderGraph, ocid: number): TriedProvider {
  const node = graph.nodeOf.get(ocid)
  const problem = node === undefined ? 'METADATA_UNAVAILABLE' : graph.problems[node]
  if (problem) return { ocid, strategy: 'partner_reserve', reason: problem }
  const poor = node === undefined ? undefined : searchPath(graph, { amountMinor: -(2n ** 63n), from: [node] })
  if (!poor) return { ocid, strategy: 'partner_reserve', reason: 'WE_HOLD_NO_RESERVE_THERE' }
  const { strategy, providers } = asPath(graph, poor)
  const last = providers.at(-1)
  return { ocid, strategy, reason: 'RESERVE_TOO_LOW', ...(last !== undefined && last !== ocid && { at: last }) }
}

function asPath(graph: ProviderGraph, nodes: readonly number[]): OutsidePath {
  const [first, ...rest] = nodes.map((node) => graph.ocids[node] ?? 0)
  if (first === undefined) throw new Error('a path has at least one provider')
  const strategy = rest.length === 0 ? 'partner_reserve' : rest.length === 1 ? 'common_third_party' : 'chain'
  return { strategy, providers: [first, ...rest] }
}
