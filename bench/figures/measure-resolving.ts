import type { Bench } from '@/bench/gateway/open-bench'
import { fetchOnce } from '@/bench/load/run-load'
import { openSettlingPeers, type SettlingPeers } from '@/bench/peers/settling-peers'
import { signCheckout, successUrlStart } from '@/bench/peers/sign-checkout'
import { insertUnknownSettlements } from '@/bench/people/insert-unknown-settlements'
import type { Payer } from '@/bench/people/open-payers'
import { getPage, postForm, readForm } from '@/bench/people/page-form'
import { unpack } from '@/bench/people/unpack'
import { boundFigure, type Figure } from '@/bench/report/figure'
import { inTransaction, rows } from '@/lib/db/transaction'
import { isoCurrency } from '@/lib/money/currency'
import { bookReserve } from '@/lib/providers/book-reserve'
import { notePeerFailure } from '@/lib/providers/peer-health-store'

const DEAD = 50
const UNKNOWN_EACH = 200
const BACK = 12
const PAYMENTS = 24
const BACK_EVERY_MS = 700
const BEGIN_IN_MS = 3_000
const MOST_SECONDS = 1
const PATIENCE_MS = 60_000
const PAUSE_MS = 50

/** What a payment waits beside ten thousand that wait for providers that are dead: at one that is well, and at those that are back. */
export async function measureResolving(bench: Bench, payers: readonly Payer[]): Promise<Figure[]> {
  const peers = await openSettlingPeers(bench.registryFile, bench.network.crypto, { back: BACK, dead: DEAD })
  try {
    await fundReserve(peers.well)
    const walletIds = payers.map(({ walletId }) => walletId)
    const now = new Date()
    for (const ocid of peers.dead) await insertUnknownSettlements(ocid, UNKNOWN_EACH, walletIds, now)
    const [paying, back] = await Promise.all([payAgain(bench, peers, payers), comeBack(peers, walletIds)])
    const title = `beside ${DEAD * UNKNOWN_EACH} due steps at ${DEAD} dead providers`
    return [
      boundFigure(`paying through another provider, ${title}`, Math.max(...paying) / 1000, MOST_SECONDS, 's'),
      boundFigure(`settled after its provider is back, ${title}`, Math.max(...back) / 1000, MOST_SECONDS, 's'),
    ]
  } finally {
    await peers.close()
  }
}

async function fundReserve(ocid: number): Promise<void> {
  const currency = isoCurrency('USD')
  if (!currency) throw new Error('there are no dollars')
  await inTransaction((tx) => bookReserve(tx, 'ours', ocid, { amountMinor: 1_000_000n, currency }))
}

/** Payments by form through the provider that is well, one after the other: what each took, in milliseconds. */
async function payAgain(bench: Bench, { well }: SettlingPeers, payers: readonly Payer[]): Promise<number[]> {
  const delays: number[] = []
  // The first one meets the provider for the first time, and does not count.
  for (let count = -1; count < PAYMENTS; count++) {
    const payer = payers[(count + 1) % payers.length]
    if (!payer) throw new Error('there is nobody to pay')
    const delay = await payOnce(bench, well, payer)
    if (count >= 0) delays.push(delay)
  }
  return delays
}

async function payOnce({ origin, network }: Bench, provider: number, payer: Payer): Promise<number> {
  const [merchant] = network.merchants
  if (!merchant) throw new Error('the network has no merchant')
  const created = await fetchOnce(origin, signCheckout(network, merchant, [provider]))
  const { session_id: reference } = JSON.parse(created.body.toString('utf8')) as { session_id?: string }
  const page = `/pay/${reference}`
  const fields = readForm(unpack(await fetchOnce(origin, getPage(page, payer.cookie))), 'walletId')
  if (!fields) throw new Error(`${page} has no form: ${created.status} ${created.body.toString('utf8').slice(0, 300)}`)
  const press = postForm(origin, page, new Map([...fields, ['walletId', payer.walletId]]), payer.cookie)
  const startedAtMs = performance.now()
  const answer = await fetchOnce(origin, press)
  if (!String(answer.headers.location).startsWith(successUrlStart))
    throw new Error(`not settled: ${answer.headers.location}`)
  return performance.now() - startedAtMs
}

/** Providers that failed lately and are back now, one after the other: how long after it was due each payment was settled. */
async function comeBack({ back }: SettlingPeers, walletIds: readonly string[]): Promise<number[]> {
  const later = new Date(Date.now() + 3_600_000)
  const waiting: { readonly ocid: number; readonly id: string }[] = []
  for (const ocid of back) {
    await notePeerFailure(ocid, 'TIMEOUT')
    for (const id of await insertUnknownSettlements(ocid, 1, walletIds, later)) waiting.push({ ocid, id })
  }
  const beginAtMs = Date.now() + BEGIN_IN_MS
  const due = new Map(waiting.map(({ id }, index) => [id, beginAtMs + index * BACK_EVERY_MS]))
  const ocids = waiting.map(({ ocid }) => ocid)
  await rows(PLAN, [ocids, [...due.values()].map((ms) => new Date(ms))])
  if (Date.now() > beginAtMs) throw new Error('the looks were planned too late to be measured')
  const settled = await awaitSettled([...due.keys()])
  return settled.map(({ id, at }) => at - (due.get(id) ?? 0))
}

const PLAN = {
  name: 'bench-plan-looks',
  text: `
    WITH plan AS (SELECT * FROM unnest($1::bigint[], $2::timestamptz[]) AS plan (ocid, due)),
    steps AS (UPDATE settlement_steps s SET next_attempt_at = plan.due FROM plan WHERE s.peer_ocid = plan.ocid),
    health AS (UPDATE peer_health h SET retry_at = plan.due FROM plan WHERE h.ocid = plan.ocid)
    SELECT settlement_wake(ocid, due) FROM plan`,
}

const SETTLED = {
  name: 'bench-settled',
  text: `SELECT id, extract(epoch FROM settled_at)::float8 * 1000 AS at FROM payments WHERE id = ANY($1) AND settled_at IS NOT NULL`,
}

async function awaitSettled(ids: readonly string[]): Promise<{ id: string; at: number }[]> {
  const giveUpAtMs = performance.now() + PATIENCE_MS
  for (;;) {
    const settled = await rows<{ id: string; at: number }>(SETTLED, [ids])
    if (settled.length === ids.length) return settled
    if (performance.now() > giveUpAtMs) throw new Error(`${ids.length - settled.length} payments were not settled`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
