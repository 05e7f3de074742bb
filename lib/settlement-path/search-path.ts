import type { ProviderGraph } from './provider-graph'

/** The protocol's limit (section 6): at most this many gateways between the merchant and our reserve. */
export const mostHops = 4

export interface SearchRequest {
  readonly amountMinor: bigint
  /** Where a path may begin: the providers that the order accepts, as nodes of the graph. */
  readonly from: readonly number[]
}

/**
 * The best path from the merchant's side to a reserve of ours that can pay the amount, as nodes of the graph: the fewest
 * hops, then the largest headroom, then the first in the graph. A path through a provider that is failing is given only
 * when there is no other. Undefined when there is none. No node comes twice, since a path is one of a search tree.
 */
export function searchPath(graph: ProviderGraph, request: SearchRequest): readonly number[] | undefined {
  const sound = breadthFirst(graph, request, false)
  return sound ?? (graph.isFailing.includes(1) ? breadthFirst(graph, request, true) : undefined)
}

function breadthFirst(
  graph: ProviderGraph,
  request: SearchRequest,
  withFailing: boolean,
): readonly number[] | undefined {
  const { starts, edges, problems, isFailing } = graph
  const parents = new Int32Array(problems.length).fill(UNSEEN)
  const isUsable = (node: number) => problems[node] === null && (withFailing || isFailing[node] === 0)
  let layer: number[] = []
  for (const node of request.from) {
    if (parents[node] !== UNSEEN || !isUsable(node)) continue
    parents[node] = ROOT
    layer.push(node)
  }
  for (let hops = 1; hops <= mostHops && layer.length > 0; hops++) {
    const best = richest(graph, layer, request.amountMinor)
    if (best !== undefined) return pathTo(best, parents)
    const next: number[] = []
    for (const node of layer) {
      for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++) {
        const taken = edges[edge] ?? 0
        if (parents[taken] !== UNSEEN || !isUsable(taken)) continue
        parents[taken] = node
        next.push(taken)
      }
    }
    layer = next
  }
  return undefined
}

const UNSEEN = -2
const ROOT = -1

function richest({ headroom }: ProviderGraph, layer: readonly number[], amountMinor: bigint): number | undefined {
  let best: number | undefined
  let most = amountMinor - 1n
  for (const node of layer) {
    const room = headroom[node]
    if (room === null || room === undefined || room <= most) continue
    best = node
    most = room
  }
  return best
}

function pathTo(end: number, parents: Int32Array): number[] {
  const path = [end]
  for (let node = parents[end] ?? ROOT; node !== ROOT; node = parents[node] ?? ROOT) path.unshift(node)
  return path
}
