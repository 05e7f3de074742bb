import fc from 'fast-check'
import { buildGraph, type Provider, type ProviderGraph } from '@/lib/settlement-path/provider-graph'
import { mostHops } from '@/lib/settlement-path/search-path'
import type { SettlementRequest } from '@/lib/settlement-path/strategy'

export const us = 200
export const merchant = 300

/** Providers, what our reserves can still pay, and what is to be paid. */
export interface Network {
  readonly providers: readonly Provider[]
  readonly headroom: ReadonlyMap<number, bigint>
  readonly request: SettlementRequest
}

const most = 12
const ocid = fc.nat({ max: most - 1 })

const provider = (of: number): fc.Arbitrary<Provider> =>
  fc.record({
    ocid: fc.constant(of),
    // Some are known to nobody, and some take their own proofs: both happen in registries.
    accepts: fc.array(fc.oneof({ weight: 8, arbitrary: ocid }, { weight: 1, arbitrary: fc.constant(99) }), {
      maxLength: 3,
    }),
    currencies: fc.constantFrom<string[]>([], ['USD'], ['EUR', 'USD'], ['EUR']),
    problem: fc.oneof(
      { weight: 8, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('METADATA_UNAVAILABLE', 'BLOCKED', 'REFUSED_BEFORE', 'OWES_PROOFS') },
    ) as fc.Arbitrary<Provider['problem']>,
    isFailing: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  })

/** Small networks in which paths of every length happen, and reserves that are too low, and every reason to refuse one. */
export const anyNetwork: fc.Arbitrary<Network> = fc
  .record({
    providers: fc.tuple(...Array.from({ length: most }, (_, of) => provider(of))),
    // Few reserves, so that most paths are long.
    reserves: fc.array(fc.tuple(ocid, fc.bigInt({ min: -5n, max: 20n })), { maxLength: 3 }),
    accepts: fc.array(fc.oneof({ weight: 8, arbitrary: ocid }, { weight: 1, arbitrary: fc.constantFrom(us, 98) }), {
      maxLength: 4,
    }),
    amountMinor: fc.bigInt({ min: 1n, max: 12n }),
  })
  .map(({ providers, reserves, accepts, amountMinor }) => ({
    providers,
    headroom: new Map(reserves),
    request: makeRequest({ accepts, amountMinor }),
  }))

/** An order that can be settled through others only. */
export function makeRequest(more: Partial<SettlementRequest> = {}): SettlementRequest {
  const caller = { ocid: 97, accepts: [], hasAccount: false }
  const order = { ourOcid: us, merchantOcid: merchant, orderId: 'order-1', currency: 'USD', amountMinor: 10n }
  return { ...order, accepts: [], caller, ...more }
}

export const graphOf = ({ providers, headroom, request }: Network): ProviderGraph =>
  buildGraph(providers, headroom, request.currency)

/** Whether a provider can stand on a path at all, said without the graph. */
export function isUsable({ providers, request }: Network, of: number): boolean {
  const one = providers.find(({ ocid: known }) => known === of)
  if (!one || one.problem !== null) return false
  return one.currencies.length === 0 || one.currencies.includes(request.currency)
}

const takes = ({ providers }: Network, of: number) => providers.find(({ ocid: known }) => known === of)?.accepts ?? []

export const isFailingPath = ({ providers }: Network, path: readonly number[]): boolean =>
  path.some((of) => providers.find(({ ocid: known }) => known === of)?.isFailing)

/** Every path that settles the order, found by trying all of them: what a search is held to. `least`: what a reserve must have. */
export function everyPath(network: Network, least = network.request.amountMinor): number[][] {
  const { headroom, request } = network
  const found: number[][] = []
  const walk = (path: number[]) => {
    const end = path.at(-1) ?? -1
    const room = headroom.get(end)
    if (room !== undefined && room >= least) found.push(path)
    if (path.length === mostHops) return
    for (const next of takes(network, end)) if (isUsable(network, next) && !path.includes(next)) walk([...path, next])
  }
  for (const first of new Set(request.accepts)) if (first !== us && isUsable(network, first)) walk([first])
  return found
}
