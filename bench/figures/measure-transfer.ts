import type { Bench } from '@/bench/gateway/open-bench'
import { runWarmRounds } from '@/bench/load/rounds'
import { type PreparedRequest, runLoad } from '@/bench/load/run-load'
import { fundPartners } from '@/bench/peers/fund-partners'
import { type Recipient, signTransfers } from '@/bench/peers/sign-transfer'
import { openRecipients } from '@/bench/people/open-recipients'
import { type Figure, speedFigure } from '@/bench/report/figure'
import { awaitWebhooks } from './await-webhooks'

const ROUNDS = 7
const REQUESTS = 500
const CONNECTIONS = 16
const PEOPLE = 32
const ECHO = '/dev/bench/echo'

/**
 * POST /transfer/create by several partners, beside a route that echoes the same body: to people of ours, and to merchants
 * whose webhooks go out meanwhile from the same process.
 */
export async function measureTransfer({ origin, network }: Bench): Promise<Figure[]> {
  await fundPartners(network)
  const people = await openRecipients(PEOPLE)
  const merchants = network.merchants.map(({ ocid }) => ({ ocid, reference: 'an order' }))
  const isExpected = ({ status }: { status: number }) => status === 200
  const load = (requests: readonly PreparedRequest[]) =>
    runLoad({ origin, connections: CONNECTIONS, isExpected }, requests)
  const transfer = (to: readonly Recipient[]) => load(signTransfers(network, to, REQUESTS))
  const rounds = await runWarmRounds(ROUNDS, {
    people: () => transfer(people),
    echo: () => load(signTransfers(network, people, REQUESTS).map((request) => ({ ...request, path: ECHO }))),
    merchants: async () => {
      const speed = await transfer(merchants)
      // What is still on its way would slow the next one down.
      await awaitWebhooks()
      return speed
    },
  })
  const title = `transfer/create, ${CONNECTIONS} connections`
  return [
    speedFigure({ title, rounds, value: 'people', floor: 'echo', least: 0.5 }),
    speedFigure({ title: 'the same, with webhooks', rounds, value: 'merchants', floor: 'echo' }),
  ]
}
