import type { ProviderGraph } from '@/lib/settlement-path/provider-graph'

/** The least that a search costs: one pass over the same arrays that visits whoever can be reached, and decides nothing. */
export function breadthFirstPass({ starts, edges }: ProviderGraph, from: readonly number[]): number {
  const isSeen = new Uint8Array(starts.length)
  const queue = new Int32Array(starts.length)
  let seen = 0
  for (const node of from) {
    isSeen[node] = 1
    queue[seen++] = node
  }
  for (let at = 0; at < seen; at++) {
    const node = queue[at] ?? 0
    const end = starts[node + 1] ?? 0
    for (let edge = starts[node] ?? 0; edge < end; edge++) {
      const next = edges[edge] ?? 0
      if (isSeen[next]) continue
      isSeen[next] = 1
      queue[seen++] = next
    }
  }
  return seen
}
