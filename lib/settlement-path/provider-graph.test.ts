import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildGraph, type Provider } from './provider-graph'
import { anyNetwork, graphOf } from './testing/any-network'

const provider = (ocid: number, more: Partial<Provider> = {}): Provider => ({
  ocid,
  accepts: [],
  currencies: [],
  problem: null,
  isFailing: false,
  ...more,
})

const takenBy = (graph: ReturnType<typeof buildGraph>, node: number) =>
  [...graph.edges.slice(graph.starts[node], graph.starts[node + 1])].map((taken) => graph.ocids[taken])

test('the arrays say of every provider what it says itself, once for each whose proofs it takes', () => {
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const graph = graphOf(network)
      const known = new Set(network.providers.map(({ ocid }) => ocid))
      for (const { ocid, accepts, isFailing } of network.providers) {
        const node = graph.nodeOf.get(ocid) ?? -1
        expect(graph.ocids[node]).toBe(ocid)
        expect(takenBy(graph, node)).toEqual([...new Set(accepts)].filter((other) => known.has(other)))
        expect(graph.isFailing[node] === 1).toBe(isFailing)
        expect(graph.headroom[node]).toBe(network.headroom.get(ocid) ?? null)
      }
    }),
  )
})

describe('a provider', () => {
  test.each([
    ['that names no currencies settles in any', [], null],
    ['that names this currency settles in it', ['EUR', 'USD'], null],
    ['that names others only does not', ['EUR'], 'CURRENCY_NOT_SUPPORTED'],
    ['that writes it in small letters names another', ['usd'], 'CURRENCY_NOT_SUPPORTED'],
  ])('%s', (_, currencies, problem) => {
    expect(buildGraph([provider(1, { currencies })], new Map(), 'USD').problems).toEqual([problem])
  })

  test('that is blocked stays so, whatever it settles in', () => {
    const blocked = provider(1, { problem: 'BLOCKED', currencies: ['EUR'] })
    expect(buildGraph([blocked], new Map(), 'USD').problems).toEqual(['BLOCKED'])
  })

  test('that is named by another and known to nobody is on no path', () => {
    const graph = buildGraph([provider(1, { accepts: [2, 3] }), provider(3)], new Map([[2, 100n]]), 'USD')
    expect(graph.nodeOf.has(2)).toBe(false)
    expect(takenBy(graph, 0)).toEqual([3])
  })

  test('that comes twice is one, as it was read last', () => {
    const graph = buildGraph([provider(0, { problem: 'BLOCKED' }), provider(0)], new Map(), 'USD')
    expect([graph.ocids, graph.problems]).toEqual([[0], [null]])
  })

  test('at which our reserve is below its threshold has a headroom below zero, and one without a reserve has none', () => {
    expect(buildGraph([provider(1), provider(2)], new Map([[1, -5n]]), 'USD').headroom).toEqual([-5n, null])
  })
})

test('nobody at all is a graph as well', () => {
  expect(buildGraph([], new Map(), 'USD')).toMatchObject({
    ocids: [],
    starts: new Int32Array([0]),
    edges: new Int32Array(),
  })
})
