import type { Bench } from '@/bench/gateway/open-bench'
import { runRounds } from '@/bench/load/rounds'
import { fetchOnce, type PreparedRequest, runLoad } from '@/bench/load/run-load'
import { insertPayments } from '@/bench/people/insert-payments'
import { type Figure, speedFigure } from '@/bench/report/figure'
import { openApplication } from '@/lib/applications/open-application'

const ROUNDS = 7
const REQUESTS = 700
const CONNECTIONS = 16
const ECHO = '/dev/bench/echo'
const PAYMENTS = 1_000_000
const CUSTOMER = 'customer-of-years'
const PAGE_SIZE = 20
const PAGES = 40

/** The merchant API with credentials that are known already, beside a route that echoes the same body; and long lists. */
export async function measureMerchantApi({ origin, databaseUrl }: Bench): Promise<Figure[]> {
  const shop = await openShop()
  const load = (requests: readonly PreparedRequest[], status: number) =>
    runLoad({ origin, connections: CONNECTIONS, isExpected: (answer) => answer.status === status }, requests)
  const echoed = (request: PreparedRequest): PreparedRequest => ({
    ...request,
    method: 'POST',
    path: ECHO,
    body: request.body ?? '{}',
  })
  const creates = () => Array.from({ length: REQUESTS }, (_, index) => shop.create(index))
  const made = await fetchOnce(origin, shop.create(0))
  const { id } = JSON.parse(made.body.toString()).data
  const reads = () => Array.from({ length: REQUESTS }, () => shop.get(`/payments/${id}`))
  const rounds = await runRounds(ROUNDS, {
    create: () => load(creates(), 201),
    echo: () => load(creates().map(echoed), 200),
    get: () => load(reads(), 200),
  })
  await insertPayments(databaseUrl, shop.application, CUSTOMER, PAYMENTS)
  const page = (number: number) =>
    Array.from({ length: PAGES }, () =>
      shop.get(`/payments?customerReference=${CUSTOMER}&size=${PAGE_SIZE}&page=${number}`),
    )
  const lists = await runRounds(3, {
    first: () => runLoad({ origin, connections: 1, isExpected: ({ status }) => status === 200 }, page(0)),
    last: () =>
      runLoad({ origin, connections: 1, isExpected: ({ status }) => status === 200 }, page(PAYMENTS / PAGE_SIZE - 1)),
  })
  const title = `POST /payments, ${CONNECTIONS} connections`
  return [
    speedFigure({ title, rounds, value: 'create', floor: 'echo', least: 0.6 }),
    speedFigure({ title: 'GET /payments/{id}', rounds, value: 'get', floor: 'echo', least: 0.8 }),
    speedFigure({ title: 'last page of a million', rounds: lists, value: 'last', floor: 'first', least: 0.5 }),
  ]
}

async function openShop() {
  const terms = { webhookUrl: null, successUrl: null, cancelUrl: null, hasReceipts: true }
  const bounds = { leastAmountMinor: 1n, mostAmountMinor: null, refundApprovalThresholdMinor: null }
  const { application, credentials } = await openApplication(
    { name: 'Bench', ...terms, ...bounds },
    async () => undefined,
  )
  const [credential] = credentials
  if (!credential) throw new Error('an application has a credential')
  const headers = { 'x-api-key': credential.key, 'x-api-secret': credential.secret, 'content-type': 'application/json' }
  const create = (index: number): PreparedRequest => ({
    method: 'POST',
    path: '/api/v1/payments',
    headers,
    body: JSON.stringify({
      amountMinor: 1940,
      currency: 'USD',
      customerReference: `customer-${index}`,
      productName: 'Monsoon Malabar',
    }),
  })
  const get = (path: string): PreparedRequest => ({ method: 'GET', path: `/api/v1${path}`, headers, body: null })
  return { application, create, get }
}
