import { startBareServer } from '@/bench/floors/start-bare-server'
import { type Bench, merchantCount } from '@/bench/gateway/open-bench'
import { runWarmRounds } from '@/bench/load/rounds'
import { type PreparedRequest, runLoad } from '@/bench/load/run-load'
import { signCheckouts } from '@/bench/peers/sign-checkout'
import { type Figure, speedFigure } from '@/bench/report/figure'

const ROUNDS = 7
const REQUESTS = 700
const CONNECTIONS = 16
const ECHO = '/dev/bench/echo'

/** POST /checkout/create beside a route that echoes the same body, and beside a server that does only the work. */
export async function measureCreate({ origin, network, databaseUrl }: Bench): Promise<Figure[]> {
  const bare = await startBareServer(network, databaseUrl)
  const sign = () => signCheckouts(network, REQUESTS, merchantCount)
  const isExpected = ({ status }: { status: number }) => status === 200
  const load = (to: string, requests: readonly PreparedRequest[]) =>
    runLoad({ origin: to, connections: CONNECTIONS, isExpected }, requests)
  const rounds = await runWarmRounds(ROUNDS, {
    create: () => load(origin, sign()),
    echo: () =>
      load(
        origin,
        sign().map((request) => ({ ...request, path: ECHO })),
      ),
    'bare server': () => load(bare.origin, sign()),
  })
  await bare.stop()
  const title = `checkout/create, ${CONNECTIONS} connections`
  return [
    speedFigure({ title, rounds, value: 'create', floor: 'echo', least: 0.6 }),
    speedFigure({ title: 'the same', rounds, value: 'create', floor: 'bare server' }),
  ]
}
