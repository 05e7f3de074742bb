import { type Bench, merchantCount } from '@/bench/gateway/open-bench'
import { runRounds } from '@/bench/load/rounds'
import { type PreparedRequest, runLoad } from '@/bench/load/run-load'
import { openCheckouts } from '@/bench/people/open-checkouts'
import type { Payer } from '@/bench/people/open-payers'
import { getPage } from '@/bench/people/page-form'
import { type Figure, speedFigure } from '@/bench/report/figure'

const ROUNDS = 5
const PAGES = 100
const CONNECTIONS = 8
const FLOOR_PAGE = '/dev/bench/page'

/** The checkout page of people who are signed in, beside a page with the same markup and no data. */
export async function measurePage(bench: Bench, payers: readonly Payer[]): Promise<Figure[]> {
  const isExpected = ({ status }: { status: number }) => status === 200
  const load = (requests: readonly PreparedRequest[]) =>
    runLoad({ origin: bench.origin, connections: CONNECTIONS, isExpected }, requests)
  const ask = (path: string, index: number) => getPage(path, payers[index % payers.length]?.cookie ?? '')
  const references = await openCheckouts(bench, PAGES, merchantCount)
  const pages = references.map((reference, index) => ask(`/pay/${reference}`, index))
  const rounds = await runRounds(ROUNDS, {
    page: () => load(pages),
    'same markup': () => load(pages.map((_, index) => ask(FLOOR_PAGE, index))),
  })
  const title = `checkout page, ${CONNECTIONS} connections`
  return [speedFigure({ title, rounds, value: 'page', floor: 'same markup' })]
}
