import type { ProviderGraph } from './provider-graph'
import { mostHops } from './search-path'

/** The reserve of ours that is nearest to a provider, whatever is left of it: its node, and how many providers are on the way. */
export interface NearestReserve {
  readonly node: number
  readonly hops: number
}

/**
 * Where a path from each provider would end if every reserve were large enough; the fewest hops, then the largest headroom,
 * and through one that is failing only where there is no other way. All at once: it says of many why they will not do.
 */
export function nearestReserves(graph: ProviderGraph): (node: number) => NearestReserve | undefined {
  const sound = spread(graph, false)
  const all = graph.isFailing.includes(1) ? spread(graph, true) : sound
  return (node) => sound(node) ?? all(node)
}

function spread(graph: ProviderGraph, withFailing: boolean): (node: number) => NearestReserve | undefined {
  const { problems, isFailing, headroom } = graph
  const ends = new Int32Array(problems.length)
  const hops = new Uint8Array(problems.length)
  const isUsable = (node: number) => problems[node] === null && (withFailing || isFailing[node] === 0)
  let found = 0
  for (const [node, room] of headroom.entries()) {
    if (room === null || !isUsable(node)) continue
    ends[node] = node
    hops[node] = 1
    found += 1
  }
  for (let hop = 2; hop <= mostHops && found > 0; hop++) {
    found = 0
    for (let node = 0; node < hops.length; node++) {
      if (hops[node] !== 0 || !isUsable(node)) continue
      const end = richestEnd(graph, node, { ends, hops }, hop - 1)
      if (end === undefined) continue
      ends[node] = end
      hops[node] = hop
      found += 1
    }
  }
  return (node) => (hops[node] ? { node: ends[node] ?? 0, hops: hops[node] } : undefined)
}

interface Spread {
  readonly ends: Int32Array
  readonly hops: Uint8Array
}

/** The richest reserve among those that are exactly so many hops away from whoever this node takes. */
function richestEnd(graph: ProviderGraph, node: number, { ends, hops }: Spread, away: number): number | undefined {
  const { starts, edges, headroom } = graph
  let best: number | undefined
  for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++) {
    const taken = edges[edge] ?? 0
    if (hops[taken] !== away) continue
    const end = ends[taken] ?? 0
    if (best === undefined || (headroom[end] ?? 0n) > (headroom[best] ?? 0n)) best = end
  }
  return best
}
