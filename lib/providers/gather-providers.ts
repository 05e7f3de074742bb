import type { Gateway } from '@/lib/gateway/gateway'
import { buildGraph, type Provider, type ProviderGraph } from '@/lib/settlement-path/provider-graph'
import { mostHops, searchPath } from '@/lib/settlement-path/search-path'
import { acceptedProviders } from '@/lib/settlement-path/strategies/outside'
import type { SettlementRequest } from '@/lib/settlement-path/strategy'
import { listFailingPeers } from './peer-health-store'
import { readProvider, unknownProvider } from './read-provider'
import { headroomMinor, listReserves } from './reserve-store'
import { countUnproven } from './unproven-store'
import { waitAtMost } from './wait-at-most'

// An order names whom it likes, and those name others: what one order can make us fetch and search is limited, in number,
// side by side and in time.
const MOST_PROVIDERS = 150
const MOST_AT_ONCE = 32
const MOST_WAIT_MS = 3_000

/**
 * What is known of the providers between us and a merchant, and of our reserves there, ready for a search. Metadata is
 * fetched a layer at a time, at most once per provider and side by side, and no further than until a path is found.
 * `refused`: providers that have refused this very payment.
 */
export async function gatherProviders(
  us: Gateway,
  request: SettlementRequest,
  refused: ReadonlySet<number> = new Set(),
): Promise<ProviderGraph> {
  const { currency, amountMinor } = request
  const reserves = await listReserves('LIVE', currency)
  const headroom = new Map(reserves.map((reserve) => [reserve.ocid, headroomMinor(reserve)]))
  const first = acceptedProviders(request)
  const known = new Map<number, Provider>()
  const books = { refused, headroom }
  // Where our reserves are is where every path ends: a layer further out need not be fetched to see that.
  let wanted = [...new Set([...first, ...headroom.keys()])]
  for (let hops = 1; ; hops++) {
    for (const provider of await readLayer(us, wanted.slice(0, MOST_PROVIDERS - known.size), books)) {
      known.set(provider.ocid, provider)
    }
    const graph = buildGraph(known.values(), headroom, currency)
    const from = first.flatMap((ocid) => graph.nodeOf.get(ocid) ?? [])
    const found = searchPath(graph, { amountMinor, from })
    const isSound = found?.every((node) => graph.isFailing[node] === 0)
    if (isSound || hops >= mostHops - 1 || known.size >= MOST_PROVIDERS) return graph
    wanted = unknownNeighbours(known, us.ocid)
    if (wanted.length === 0) return graph
  }
}

function unknownNeighbours(known: ReadonlyMap<number, Provider>, ourOcid: number): number[] {
  const named = new Set([...known.values()].flatMap(({ accepts }) => accepts))
  return [...named].filter((ocid) => ocid !== ourOcid && !known.has(ocid))
}

interface Books {
  readonly refused: ReadonlySet<number>
  readonly headroom: ReadonlyMap<number, bigint>
}

async function readLayer(us: Gateway, ocids: readonly number[], { refused, headroom }: Books): Promise<Provider[]> {
  const [failingPeers, unproven] = await Promise.all([listFailingPeers(ocids), countUnproven(ocids)])
  const failing = new Set(failingPeers.map(({ ocid }) => ocid))
  const read: Provider[] = []
  const waiting = [...ocids]
  const readNext = async (): Promise<void> => {
    for (let ocid = waiting.shift(); ocid !== undefined; ocid = waiting.shift()) {
      const isRefused = refused.has(ocid)
      const standing = { isRefused, isFailing: failing.has(ocid), unproven: unproven.get(ocid) ?? 0 }
      read.push(await readProvider(us, ocid, { ...standing, holdsReserve: headroom.has(ocid) }))
    }
  }
  // Who is slow to say who it is counts as one that does not; what it says later is remembered for the next time.
  await waitAtMost(MOST_WAIT_MS, Promise.all(Array.from({ length: MOST_AT_ONCE }, readNext)))
  waiting.length = 0
  const known = new Map(read.map((provider) => [provider.ocid, provider]))
  return ocids.map((ocid) => known.get(ocid) ?? unknownProvider(ocid))
}
