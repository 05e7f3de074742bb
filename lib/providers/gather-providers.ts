import type { Gateway } from '@/lib/gateway/gateway'
import { findPartner } from '@/lib/partners/partner-store'
import { buildGraph, type Provider, type ProviderGraph } from '@/lib/settlement-path/provider-graph'
import { mostHops, searchPath } from '@/lib/settlement-path/search-path'
import { acceptedProviders } from '@/lib/settlement-path/strategies/outside'
import type { SettlementRequest } from '@/lib/settlement-path/strategy'
import { listFailingPeers } from './peer-health-store'
import { headroomMinor, listReserves } from './reserve-store'

// An order names whom it likes, and those name others: what one order can make us fetch is limited in number and time.
const MOST_PROVIDERS = 400
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
  // Where our reserves are is where every path ends: a layer further out need not be fetched to see that.
  let wanted = [...new Set([...first, ...headroom.keys()])]
  for (let hops = 1; ; hops++) {
    for (const provider of await readProviders(us, wanted.slice(0, MOST_PROVIDERS - known.size), refused)) {
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

async function readProviders(us: Gateway, ocids: readonly number[], refused: ReadonlySet<number>): Promise<Provider[]> {
  const failing = new Set((await listFailingPeers(ocids)).map(({ ocid }) => ocid))
  return Promise.all(
    ocids.map(async (ocid) => {
      const [peer, partner] = await Promise.all([patiently(us.registry.peer(ocid)), findPartner(ocid)])
      const isFailing = failing.has(ocid)
      if (!peer?.ok) return { ocid, accepts: [], currencies: [], problem: 'METADATA_UNAVAILABLE', isFailing }
      const { accepts, currencies } = peer.value
      const agreed = partner?.currencies ?? []
      const narrowed = agreed.length === 0 ? currencies : currencies.filter((code) => agreed.includes(code))
      const isNarrowedAway = agreed.length > 0 && currencies.length > 0 && narrowed.length === 0
      const problem = refused.has(ocid) ? 'REFUSED_BEFORE' : partner?.blocked ? 'BLOCKED' : null
      return {
        ocid,
        accepts,
        currencies: currencies.length === 0 ? agreed : narrowed,
        problem: problem ?? (isNarrowedAway ? 'CURRENCY_NOT_SUPPORTED' : null),
        isFailing,
      }
    }),
  )
}

/** A provider that is slow to say who it is counts as one that does not; what it says later is remembered for the next time. */
async function patiently<T>(asked: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), MOST_WAIT_MS)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
