import { randomUUID } from 'node:crypto'
import { lockCheckout } from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { makeCheckout, makeOrder } from '@/lib/checkout/testing/make-checkout'
import { sql } from '@/lib/db/testing/sql'
import { inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { isoCurrency } from '@/lib/money/currency'
import { bookReserve } from '@/lib/providers/book-reserve'
import { handToOperator } from '../end-settlement-store'
import { findSettlement, lockSettlement, type Settlement } from '../live-settlement-store'
import { startPath } from '../start-path'
import { markCalled, recordCreated, recordUnknown } from '../step-store'
import { makePayer } from './pay-lab'

const usd = isoCurrency('USD') ?? { code: 'USD', exponent: 2 }
const HOUR_MS = 3_600_000

/** What a settlement of 5.00 USD through these providers is, and whose money it holds. */
export interface Stuck {
  readonly id: string
  readonly sessionId: string
  readonly paymentId: string
  readonly payerId: string
  readonly walletId: bigint
}

/** A payment of 5.00 USD that is under way through others; a process has it. We hold 100.00 USD more at the last provider. */
export async function beginSettlement(...providers: readonly [number, ...number[]]): Promise<Stuck> {
  const last = providers.at(-1) ?? 0
  await inTransaction((tx) => bookReserve(tx, 'ours', last, { amountMinor: 10_000n, currency: usd }))
  const { sessionId, paymentId } = await makeCheckout(makeOrder({ accepts: [providers[0]] }))
  const { userId: payerId, walletId } = await makePayer()
  const strategy = providers.length === 1 ? 'partner_reserve' : 'common_third_party'
  const started = await inTransaction(async (tx) => {
    const checkout = await lockCheckout(tx, sessionId)
    if (!checkout) throw new Error('the checkout is gone')
    const paying = { checkout, order: storedOrder(checkout.orderText), payerId, walletId, leaseOwner: randomUUID() }
    return startPath(tx, { ocid: 200 } as Gateway, paying, { strategy, providers })
  })
  if (!started.ok || started.value.kind !== 'begun') throw new Error('the settlement did not begin')
  return { id: started.value.settlementId, sessionId, paymentId, payerId, walletId }
}

async function settlementOf({ id }: Pick<Stuck, 'id'>): Promise<Settlement> {
  const settlement = await findSettlement(id)
  if (!settlement) throw new Error(`${id} is gone`)
  return settlement
}

async function callStep(settlement: Settlement, ordinal: number): Promise<string> {
  const [row] = await sql(`SELECT lease_owner AS owner FROM settlements WHERE id = '${settlement.id}'`)
  const [owner, step] = [String(row?.owner), settlement.steps[ordinal]]
  if (!step) throw new Error(`${settlement.id} has no step ${ordinal}`)
  await inTransaction((tx) => markCalled(tx, settlement, step, owner, { body: '{}', isSent: true }))
  return owner
}

/** The same, whose transfer got no answer: nobody knows what became of it, and it is tried again in an hour. */
export async function makeUnknownSettlement(...providers: readonly [number, ...number[]]): Promise<Stuck> {
  const stuck = await beginSettlement(...providers)
  const settlement = await settlementOf(stuck)
  const transfer = settlement.steps.find(({ kind }) => kind === 'TRANSFER_CREATE')
  if (!transfer) throw new Error('a path has a transfer')
  for (const step of settlement.steps.slice(0, transfer.ordinal)) {
    await callStep(settlement, step.ordinal)
    await inTransaction((tx) =>
      recordCreated(tx, settlement, step, { peerTxid: `their_${stuck.paymentId}`, expiresAtEpochSeconds: undefined }),
    )
  }
  const owner = await callStep(settlement, transfer.ordinal)
  const nextAttemptAt = new Date(Date.now() + HOUR_MS)
  const unknown = { failure: 'TIMEOUT: no answer', nextAttemptAt, lastUnknownAtMs: Date.now(), peerTxid: null }
  await inTransaction((tx) => recordUnknown(tx, settlement, transfer, owner, unknown))
  return stuck
}

/** The same after three days. */
export async function makeHandedSettlement(...providers: readonly [number, ...number[]]): Promise<Stuck> {
  const stuck = await makeUnknownSettlement(...providers)
  await inTransaction(async (tx) => {
    const settlement = await lockSettlement(tx, stuck.id)
    if (settlement) await handToOperator(tx, settlement, 'three days without an answer')
  })
  return stuck
}
