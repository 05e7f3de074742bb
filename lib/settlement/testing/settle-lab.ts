import { lockCheckout } from '@/lib/checkout/payment-store'
import { makeCheckout, makeOrder } from '@/lib/checkout/testing/make-checkout'
import { sql } from '@/lib/db/testing/sql'
import { inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { createTestGateway } from '@/lib/gateway/testing/test-gateway'
import { makeAccount, newOcid } from '@/lib/ledger/testing/make-account'
import { isoCurrency } from '@/lib/money/currency'
import { bookReserve } from '@/lib/providers/book-reserve'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import type { Peer } from '@/lib/registry/registry'
import { choosePaymentPath } from '@/lib/settlement/choose-payment-path'
import { pay } from '@/lib/settlement/pay'
import { resolvePeer } from '@/lib/settlement/resolve-peer'
import { lockWallet } from '@/lib/settlement/settlement-store'
import { startPath } from '@/lib/settlement/start-path'
import { startReceiver } from '@/lib/webhooks/testing/receiver'
import { type House, startHouse } from './house'
import { type Payer, tracesOf } from './pay-lab'

export type Page = Awaited<ReturnType<typeof makeCheckout>>

interface HouseWishes {
  readonly accepts?: readonly number[]
  /** What we have there, in cents. */
  readonly reserve?: bigint
  readonly peer?: Partial<Peer>
}

/** Our gateway, the gateways 100 and 101 that bring orders and have no account with us, merchant 300, and houses at will. */
export async function createSettleLab() {
  const { us, peers, close } = await createTestGateway({ timeoutMs: 10_000 })
  const hastyFetch = createGuardedFetch({ allowPrivateNetwork: true, timeoutMs: 700 })
  peers.put(300, 'merchant')
  for (const ocid of [100, 101]) peers.put(ocid, `gateway ${ocid}`)
  const houses: House[] = []
  return {
    us,
    /** The same gateway with little patience, for those that never answer. */
    hasty: { ...us, fetch: hastyFetch },
    peers,
    async close() {
      await Promise.all([close(), hastyFetch.close(), ...houses.map((house) => house.close())])
    },
    /** A new party on the network, with our reserve there when `reserve` is given. */
    async house({ accepts = [], reserve, peer = {} }: HouseWishes = {}): Promise<House> {
      const ocid = newOcid()
      const signer = peers.put(ocid, `house ${ocid}`)
      const house = await startHouse({ ocid, signer, accepts })
      houses.push(house)
      peers.put(ocid, `house ${ocid}`, { endpoint: house.endpoint, accepts: [...accepts], ...peer })
      if (reserve !== undefined) await fundReserve(ocid, reserve)
      return house
    },
    /** From now on nobody listens where the house is, until it is revived. */
    async silence({ ocid }: House) {
      peers.put(ocid, `house ${ocid}`, { endpoint: `http://127.0.0.1:${await closedPort()}/opencharge` })
    },
    revive: ({ ocid, endpoint, accepts }: House) =>
      void peers.put(ocid, `house ${ocid}`, { endpoint, accepts: [...accepts] }),
    /** A page for an order of 5 dollars that these providers can settle. */
    async page(accepts: readonly number[], order: Record<string, unknown> = {}, by = 100): Promise<Page> {
      return makeCheckout(makeOrder({ accepts, ...order }), { callerOcid: by })
    },
    pay: ({ sessionId }: { sessionId: string }, { userId: payerId, walletId }: Payer, as: Gateway = us) =>
      pay(as, { sessionId, payerId, walletId }),
    /** Holds the money and plans the steps, and takes none of them: what a process leaves that dies at once. */
    begin: (page: Page, payer: Payer, leaseOwner: string) => begin(us, page, payer, leaseOwner),
    /** Looks at what is due with these houses, one after the other, until nothing is due any more. */
    async resolve(...at: readonly { readonly ocid: number }[]) {
      for (const { ocid } of [...at, ...at, ...at]) await resolvePeer(us, ocid)
    },
    /** One look with little patience. */
    resolveHastily: ({ ocid }: { readonly ocid: number }) => resolvePeer({ ...us, fetch: hastyFetch }, ocid),
  }
}

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const receiver = await startReceiver()
  await receiver.close()
  return Number(new URL(receiver.endpoint).port)
}

export type SettleLab = Awaited<ReturnType<typeof createSettleLab>>

export async function fundReserve(ocid: number, amountMinor: bigint, code = 'USD'): Promise<void> {
  const currency = isoCurrency(code)
  if (!currency) throw new Error(code)
  await inTransaction((tx) => bookReserve(tx, 'ours', ocid, { amountMinor, currency }))
}

async function begin(
  us: Gateway,
  page: Page,
  { userId: payerId, walletId }: Payer,
  leaseOwner: string,
): Promise<string> {
  return inTransaction(async (tx) => {
    const checkout = await lockCheckout(tx, page.sessionId)
    if (!checkout) throw new Error('there is no such page')
    await lockWallet(tx, walletId, payerId, checkout.mode)
    const order = JSON.parse(checkout.orderText)
    const path = await choosePaymentPath(us, checkout, order)
    if (!path.ok) throw new Error(path.error)
    const started = await startPath(tx, us, { checkout, order, payerId, walletId, leaseOwner }, path.value)
    if (!started.ok || started.value.kind !== 'begun') throw new Error('the path is not one through others')
    return started.value.settlementId
  })
}

/** Everything of a payment through others is as it will be in so many seconds, if nobody does anything until then. */
export async function passTime({ paymentId }: { readonly paymentId: string }, seconds: number): Promise<void> {
  const [mine, back] = [
    `(SELECT id FROM settlements WHERE payment_id = '${paymentId}')`,
    `- interval '${seconds} seconds'`,
  ]
  await sql(
    `UPDATE settlement_steps SET next_attempt_at = next_attempt_at ${back}, last_unknown_at = last_unknown_at ${back}
      WHERE settlement_id IN ${mine} AND state NOT IN ('DONE', 'REFUSED')`,
    `UPDATE settlements SET leased_until = leased_until ${back}, patient_since = patient_since ${back} WHERE id IN ${mine}`,
    `UPDATE peer_health SET retry_at = retry_at ${back} WHERE ocid IN (SELECT peer_ocid FROM settlement_steps WHERE settlement_id IN ${mine})`,
  )
}

/** What there is of a payment's settlements, oldest first, and of their steps. */
export async function settlementsOf({ paymentId }: { readonly paymentId: string }) {
  const mine = `WHERE s.payment_id = '${paymentId}'`
  const steps =
    await sql(`SELECT t.settlement_id AS id, t.kind, t.peer_ocid AS peer, t.reference, t.state, t.attempt_count AS calls, t.last_failure AS failure,
    t.peer_txid AS "peerTxid", t.proof_txid AS "proofTxid", t.next_attempt_at AS "nextAt"
    FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id ${mine} ORDER BY t.settlement_id, t.ordinal`)
  const found = await sql(`SELECT s.id, s.attempt, s.strategy, s.path, s.state, s.reason, s.lease_owner AS "leaseOwner"
    FROM settlements s ${mine} ORDER BY s.attempt`)
  return found.map((settlement) => ({
    id: String(settlement.id),
    attempt: settlement.attempt,
    strategy: settlement.strategy,
    path: settlement.path,
    state: settlement.state,
    reason: settlement.reason,
    leaseOwner: settlement.leaseOwner,
    steps: steps.filter(({ id }) => id === settlement.id),
  }))
}

/** How a payment stands, in one line: its status, whether its page is open, its transfers, and its settlements with their steps. */
export async function standingOf(page: { readonly paymentId: string }): Promise<string> {
  const { payment, transfers, deliveries } = await tracesOf(page.paymentId)
  const settlements = await settlementsOf(page)
  const moved = transfers.map(({ state }) => state).join('+') || 'nothing'
  const steps = settlements.map(({ state, steps: all }) => `${state}(${all.map((step) => step.state).join(' ')})`)
  const told = deliveries.length === 0 ? '' : `, ${deliveries.length} delivery`
  return `${payment?.status} ${payment?.open ? 'open' : 'closed'}, ${moved}, ${steps.join(' ')}${told}`
}

/** What our reserve at a house can still pay by our books, and what is held of it. */
export async function reserveAt({ ocid }: { readonly ocid: number }) {
  const [row] =
    await sql(`SELECT held_minor::int AS held, (-(balance_minor + coalesce((SELECT sum(amount_minor) FROM account_postings WHERE account_id = a.id), 0)))::int AS balance
    FROM ledger_accounts a WHERE kind = 'OUR_RESERVE' AND ocid = ${ocid}`)
  return { balance: Number(row?.balance), held: Number(row?.held) }
}

/** What stands against the operator's attention. */
export async function suspense(): Promise<number> {
  const id = await makeAccount({ kind: 'SUSPENSE' })
  const [row] =
    await sql(`SELECT (balance_minor + coalesce((SELECT sum(amount_minor) FROM account_postings WHERE account_id = a.id), 0))::int AS total
    FROM ledger_accounts a WHERE id = ${id}`)
  return Number(row?.total)
}
