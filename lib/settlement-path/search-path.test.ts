import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mostHops, searchPath } from './search-path'
import { findOutside } from './strategies/outside'
import type { OutsidePath } from './strategy'
import {
  anyNetwork,
  everyPath,
  graphOf,
  isFailingPath,
  isUsable,
  makeRequest,
  type Network,
  us,
} from './testing/any-network'

function pathIn(network: Network): readonly number[] | undefined {
  const found = findOutside(graphOf(network), network.request)
  return 'providers' in found ? found.providers : undefined
}

const hold = (property: (network: Network) => void) => fc.assert(fc.property(anyNetwork, property), { numRuns: 1000 })

test('the networks of these properties have paths of every length, and none', () => {
  const lengths = new Set(fc.sample(anyNetwork, { numRuns: 3000, seed: 7 }).map((network) => pathIn(network)?.length))
  expect(lengths).toEqual(new Set([undefined, 1, 2, 3, 4]))
})

describe('a path that is found', () => {
  test('begins at a provider that the order accepts, and each takes the proofs of the next', () => {
    hold((network) => {
      const path = pathIn(network)
      if (!path) return
      expect(network.request.accepts).toContain(path[0])
      for (const [hop, of] of path.slice(0, -1).entries()) {
        expect(network.providers.find(({ ocid }) => ocid === of)?.accepts).toContain(path[hop + 1])
      }
    })
  })

  test('ends where our reserve can pay the amount', () => {
    hold((network) => {
      const path = pathIn(network)
      if (path) expect(network.headroom.get(path.at(-1) ?? -1)).toBeGreaterThanOrEqual(network.request.amountMinor)
    })
  })

  test('has at most four providers, none of them twice, and never us', () => {
    hold((network) => {
      const path = pathIn(network)
      if (!path) return
      expect(path.length).toBeLessThanOrEqual(mostHops)
      expect(new Set(path).size).toBe(path.length)
      expect(path).not.toContain(us)
    })
  })

  test('leads only through providers that settle in its currency, and none that is blocked, gone or has refused', () => {
    hold((network) => {
      for (const of of pathIn(network) ?? []) expect(isUsable(network, of)).toBe(true)
    })
  })

  test('leads through one that is failing only when there is no path without', () => {
    hold((network) => {
      const path = pathIn(network)
      if (!path || !isFailingPath(network, path)) return
      expect(everyPath(network).filter((other) => !isFailingPath(network, other))).toEqual([])
    })
  })

  test('is as short as any other, and among those of its length has the largest reserve', () => {
    hold((network) => {
      const path = pathIn(network)
      if (!path) return
      const isFailing = isFailingPath(network, path)
      const others = everyPath(network).filter((other) => isFailing || !isFailingPath(network, other))
      expect(path.length).toBe(Math.min(...others.map(({ length }) => length)))
      const room = (other: readonly number[]) => network.headroom.get(other.at(-1) ?? -1) ?? 0n
      for (const other of others) if (other.length === path.length) expect(room(other) <= room(path)).toBe(true)
    })
  })

  test('is called by its length', () => {
    hold((network) => {
      const found = findOutside(graphOf(network), network.request)
      if (!('providers' in found)) return
      const names: OutsidePath['strategy'][] = ['partner_reserve', 'common_third_party', 'chain', 'chain']
      expect(found.strategy).toBe(names[found.providers.length - 1])
    })
  })
})

test('where none is found, trying every path finds none either', () => {
  hold((network) => {
    expect(pathIn(network) === undefined).toBe(everyPath(network).length === 0)
  })
})

test('each provider that the order accepts is refused with exactly one reason', () => {
  hold((network) => {
    const found = findOutside(graphOf(network), network.request)
    if ('providers' in found) return
    const accepted = [...new Set(network.request.accepts)].filter((ocid) => ocid !== us)
    expect(found.map(({ ocid }) => ocid)).toEqual(accepted)
    for (const { reason } of found) expect(reason).not.toBe('')
  })
})

test('a reserve that is too low is named where it is nearest, and none is named where none can be reached', () => {
  const any = -(2n ** 62n)
  hold((network) => {
    const found = findOutside(graphOf(network), network.request)
    if ('providers' in found) return
    for (const { ocid, reason, at, strategy } of found) {
      const ways = everyPath({ ...network, request: { ...network.request, accepts: [ocid] } }, any)
      const sound = ways.filter((way) => !isFailingPath(network, way))
      const best = sound.length > 0 ? sound : ways
      const shortest = best.filter(({ length }) => length === Math.min(...best.map((way) => way.length)))
      expect(reason === 'RESERVE_TOO_LOW').toBe(ways.length > 0)
      if (reason !== 'RESERVE_TOO_LOW') continue
      const rooms = shortest.map((way) => network.headroom.get(way.at(-1) ?? -1) ?? 0n)
      const richest = rooms.sort((a, b) => Number(b - a))[0]
      expect(network.headroom.get(at ?? ocid)).toBe(richest)
      expect(strategy).toBe(
        (['partner_reserve', 'common_third_party', 'chain', 'chain'] as const)[(shortest[0]?.length ?? 0) - 1],
      )
    }
  })
})

/** Providers 0, 1, 2, … in a row, each of which takes the proofs of the next; the reserve is at the last. */
function row(length: number): Network {
  const plain = { currencies: [], problem: null, isFailing: false }
  const providers = Array.from({ length }, (_, ocid) => ({ ocid, accepts: [ocid + 1], ...plain }))
  return { providers, headroom: new Map([[length - 1, 10n]]), request: makeRequest({ accepts: [0] }) }
}

test.each([
  [1, [0]],
  [4, [0, 1, 2, 3]],
  [5, undefined],
])('a reserve behind %i providers is reached, or is too far: %j', (length, path) => {
  expect(pathIn(row(length))).toEqual(path)
})

test.each([
  [10n, [0]],
  [9n, undefined],
])('a reserve of %i pays 10, or not', (room, path) => {
  expect(pathIn({ ...row(1), headroom: new Map([[0, room]]) })).toEqual(path)
})

test('amounts beyond what a double holds are told apart', () => {
  const [little, more] = [2n ** 60n, 2n ** 60n + 1n]
  const plain = { accepts: [], currencies: [], problem: null, isFailing: false }
  const network: Network = {
    providers: [
      { ocid: 1, ...plain },
      { ocid: 2, ...plain },
    ],
    headroom: new Map([
      [1, little],
      [2, more],
    ]),
    request: makeRequest({ accepts: [1, 2], amountMinor: more }),
  }
  expect(pathIn(network)).toEqual([2])
})

test('a search that begins nowhere, or twice at the same provider, ends', () => {
  const graph = graphOf(row(2))
  expect(searchPath(graph, { amountMinor: 1n, from: [] })).toBeUndefined()
  expect(searchPath(graph, { amountMinor: 1n, from: [0, 0] })).toEqual([0, 1])
})
