import { breadthFirstPass } from '@/bench/floors/breadth-first-pass'
import { median } from '@/bench/load/rounds'
import { gatewayOcid } from '@/bench/peers/bench-network'
import { boundFigure, type Figure, timeFigure } from '@/bench/report/figure'
import { findPath } from '@/lib/settlement-path/find-path'
import { buildGraph, type Provider } from '@/lib/settlement-path/provider-graph'
import type { SettlementRequest } from '@/lib/settlement-path/strategy'

const PROVIDERS = 1_000
const ACCEPTED = 20
const RESERVES = 5
const MOST_MS = 1
const WARM_UP = 500
const TIMES = 2_000
const BUILD_TIMES = 200

/** Path finding alone, on one thread: the median of many, beside one pass over the same arrays. */
export function measurePath(): Figure[] {
  const random = sequence(7)
  const providers = Array.from({ length: PROVIDERS }, (_, ocid): Provider => {
    const accepts = Array.from({ length: ACCEPTED }, () => random(PROVIDERS))
    return { ocid, accepts, currencies: ['USD', 'EUR'], problem: null, isFailing: false }
  })
  const from = Array.from({ length: ACCEPTED }, (_, index) => index)
  const request: SettlementRequest = {
    ourOcid: gatewayOcid,
    merchantOcid: PROVIDERS,
    orderId: 'order',
    currency: 'USD',
    amountMinor: 450n,
    accepts: from,
    caller: { ocid: PROVIDERS + 1, accepts: [], hasAccount: false },
  }
  const few = new Map(Array.from({ length: RESERVES }, (_, index) => [PROVIDERS - 1 - index, 1_000n]))
  const [typical, hopeless] = [buildGraph(providers, few, 'USD'), buildGraph(providers, new Map(), 'USD')]
  if (!findPath(request, typical).ok || findPath(request, hopeless).ok)
    throw new Error('the graphs are not what they are for')
  const floor = {
    floor: 'one pass',
    floorMs: millisecondsOf(() => breadthFirstPass(hopeless, from), TIMES),
    mostMs: MOST_MS,
  }
  const title = `path finding, ${PROVIDERS} providers with ${ACCEPTED} accepted each`
  return [
    timeFigure({
      ...floor,
      title: `${title}: none, and why not`,
      valueMs: millisecondsOf(() => findPath(request, hopeless), TIMES),
    }),
    timeFigure({
      ...floor,
      title: 'the same, a typical one',
      valueMs: millisecondsOf(() => findPath(request, typical), TIMES),
    }),
    boundFigure(
      'laying out their graph',
      millisecondsOf(() => buildGraph(providers, few, 'USD'), BUILD_TIMES),
      5,
      'ms',
    ),
  ]
}

function millisecondsOf(run: () => unknown, times: number): number {
  for (let count = 0; count < WARM_UP; count++) run()
  const taken = Array.from({ length: times }, () => {
    const startedAtMs = performance.now()
    run()
    return performance.now() - startedAtMs
  })
  return median(taken)
}

/** Numbers that look random and are the same in every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
