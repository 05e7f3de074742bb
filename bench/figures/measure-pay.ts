import { type Bench, merchantCount } from '@/bench/gateway/open-bench'
import { runWarmRounds } from '@/bench/load/rounds'
import { type Answer, fetchOnce, type PreparedRequest, runLoad } from '@/bench/load/run-load'
import { successUrlStart } from '@/bench/peers/sign-checkout'
import { openCheckouts } from '@/bench/people/open-checkouts'
import type { Payer } from '@/bench/people/open-payers'
import { type FormFields, getPage, postForm, readForm } from '@/bench/people/page-form'
import { unpack } from '@/bench/people/unpack'
import { type Figure, speedFigure } from '@/bench/report/figure'
import { awaitWebhooks } from './await-webhooks'

const ROUNDS = 6
const PAYMENTS = 200
const CONNECTIONS = 16
const FLOOR_PAGE = '/dev/bench/form'

const isRedirected = ({ status, headers }: Answer) =>
  status === 303 && String(headers.location).startsWith(successUrlStart)

/** Paying by the real form, to many merchants and to one, beside a form that only redirects. */
export async function measurePay(bench: Bench, payers: readonly Payer[]): Promise<Figure[]> {
  const { origin } = bench
  const load = (requests: readonly PreparedRequest[]) =>
    runLoad({ origin, connections: CONNECTIONS, isExpected: isRedirected }, requests)
  const pay = async (merchants: number) => {
    const speed = await load(await payments(origin, await openCheckouts(bench, PAYMENTS, merchants), payers))
    // The last webhooks are still under way: they must not take the next contender's processor.
    await awaitWebhooks()
    return speed
  }
  const floor = await readFields(origin, FLOOR_PAGE, '', 'walletId')
  const rounds = await runWarmRounds(ROUNDS, {
    'many merchants': () => pay(merchantCount),
    'redirect only': () =>
      load(
        Array.from({ length: PAYMENTS }, (_, index) =>
          postForm(origin, FLOOR_PAGE, floor.fields, payerAt(payers, index).cookie),
        ),
      ),
    'one merchant': () => pay(1),
  })
  const title = `paying by form, ${CONNECTIONS} connections`
  return [
    speedFigure({ title, rounds, value: 'many merchants', floor: 'redirect only', least: 0.5 }),
    speedFigure({
      title: 'the same, one merchant',
      rounds,
      value: 'one merchant',
      floor: 'many merchants',
      least: 0.8,
    }),
  ]
}

/** One press on Pay for each checkout, by the payers in turn. */
async function payments(origin: string, references: readonly string[], payers: readonly Payer[]) {
  const [sample = ''] = references
  const page = await readFields(origin, `/pay/${sample}`, payerAt(payers, 0).cookie, 'walletId')
  return references.map((reference, index) => {
    const payer = payerAt(payers, index)
    // The forms of two checkouts differ by the reference alone; who pays is in the cookie.
    const own = [...page.fields].map(([name, value]): [string, string] => [name, value.replaceAll(sample, reference)])
    return postForm(origin, `/pay/${reference}`, new Map([...own, ['walletId', payer.walletId]]), payer.cookie)
  })
}

async function readFields(
  origin: string,
  path: string,
  cookie: string,
  name: string,
): Promise<{ readonly fields: FormFields }> {
  const answer = await fetchOnce(origin, getPage(path, cookie))
  const fields = readForm(unpack(answer), name)
  if (!fields) throw new Error(`${path} was answered ${answer.status}, without the form that has ${name}`)
  return { fields }
}

function payerAt(payers: readonly Payer[], index: number): Payer {
  const payer = payers[index % payers.length]
  if (!payer) throw new Error('there is nobody to pay')
  return payer
}
