/** A party that may stand between us and a merchant, as its metadata and our books have it. */
export interface Provider {
  readonly ocid: number
  /** Whose proofs it takes. */
  readonly accepts: readonly number[]
  /** The currencies that it settles in; empty when it does not say. */
  readonly currencies: readonly string[]
  /** Why it cannot be used at all, or null. */
  readonly problem: ProviderProblem | null
  /** It did not answer lately: it is tried last. */
  readonly isFailing: boolean
}

export type ProviderProblem =
  | 'METADATA_UNAVAILABLE'
  | 'BLOCKED'
  | 'REFUSED_BEFORE'
  | 'CURRENCY_NOT_SUPPORTED'
  /** It has been given money for earlier payments, and has not proved yet that it passed it on. */
  | 'OWES_PROOFS'

/**
 * The providers as arrays, so that a search touches no object: node `i` takes the proofs of the nodes
 * `edges[starts[i]] … edges[starts[i + 1] - 1]`. Made once for a currency, searched many times.
 */
export interface ProviderGraph {
  readonly ocids: readonly number[]
  readonly nodeOf: ReadonlyMap<number, number>
  readonly starts: Int32Array
  readonly edges: Int32Array
  readonly problems: readonly (ProviderProblem | null)[]
  readonly isFailing: Uint8Array
  /** What our reserve there can still pay, in minor units; null where we hold none. */
  readonly headroom: readonly (bigint | null)[]
}

/**
 * Lays providers out for one currency. A party that is named in somebody's `accepts` and is not among the providers is
 * unknown: no path leads through it. `headroomMinor` has what each of our reserves can still pay.
 */
export function buildGraph(
  providers: Iterable<Provider>,
  headroomMinor: ReadonlyMap<number, bigint>,
  currency: string,
): ProviderGraph {
  const known = new Map([...providers].map((provider) => [provider.ocid, provider]))
  const list = [...known.values()]
  const nodeOf = new Map(list.map(({ ocid }, node) => [ocid, node]))
  const { starts, edges } = layOut(list, nodeOf)
  return {
    ocids: list.map(({ ocid }) => ocid),
    nodeOf,
    starts,
    edges,
    problems: list.map(
      (provider) => provider.problem ?? (settlesIn(provider, currency) ? null : 'CURRENCY_NOT_SUPPORTED'),
    ),
    isFailing: Uint8Array.from(list, ({ isFailing }) => Number(isFailing)),
    headroom: list.map(({ ocid }) => headroomMinor.get(ocid) ?? null),
  }
}

// Plain loops: this is done for every order that others settle, and there can be tens of thousands of edges.
function layOut(list: readonly Provider[], nodeOf: ReadonlyMap<number, number>) {
  const starts = new Int32Array(list.length + 1)
  const edges = new Int32Array(list.reduce((total, { accepts }) => total + accepts.length, 0))
  const lastTakenBy = new Int32Array(list.length).fill(-1)
  let count = 0
  for (const [node, { accepts }] of list.entries()) {
    for (const ocid of accepts) {
      const taken = nodeOf.get(ocid)
      if (taken === undefined || lastTakenBy[taken] === node) continue
      lastTakenBy[taken] = node
      edges[count++] = taken
    }
    starts[node + 1] = count
  }
  return { starts, edges: edges.subarray(0, count) }
}

const settlesIn = ({ currencies }: Provider, currency: string) =>
  currencies.length === 0 || currencies.includes(currency)
