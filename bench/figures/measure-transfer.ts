import type { Bench } from '@/bench/gateway/open-bench'
import { runRounds } from '@/bench/load/rounds'
import { type PreparedRequest, runLoad } from '@/bench/load/run-load'
import { fundPartners } from '@/bench/peers/fund-partners'
import { signTransfers } from '@/bench/peers/sign-transfer'
import { type Figure, speedFigure } from '@/bench/report/figure'

const ROUNDS = 7
const REQUESTS = 500
const CONNECTIONS = 16
const ECHO = '/dev/bench/echo'

/** POST /transfer/create by several partners, beside a route that echoes the same body. */
export async function measureTransfer({ origin, network }: Bench): Promise<Figure[]> {
  await fundPartners(network)
  const isExpected = ({ status }: { status: number }) => status === 200
  const load = (requests: readonly PreparedRequest[]) =>
    runLoad({ origin, connections: CONNECTIONS, isExpected }, requests)
  const rounds = await runRounds(ROUNDS, {
    transfer: () => load(signTransfers(network, REQUESTS)),
    echo: () => load(signTransfers(network, REQUESTS).map((request) => ({ ...request, path: ECHO }))),
  })
  const title = `transfer/create, ${CONNECTIONS} connections`
  return [speedFigure({ title, rounds, value: 'transfer', floor: 'echo', least: 0.5 })]
}
