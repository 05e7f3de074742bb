import { setTimeout as pause } from 'node:timers/promises'
import { oc } from '../http/testing/oc'
import { waitUntil } from '../http/testing/wait-until'
import type { FaultWorld } from './fault-world'
import { hasPayButton, openPage, pressPay } from './go-shopping'
import { readPayments } from './our-books'
import type { Payer } from './payer'
import { readTheirBooks } from './their-books'
import type { Turmoil } from './turmoil'

const MOST_WAIT_MS = 180_000
// What is due so soon needs no operator.
const MOST_WAIT_SECONDS = 4
const MOST_RETRIES_AT_ONCE = 2
const PAUSE_MS = 500
const MOST_ROUNDS = 3

/** With everybody honest and the gateway up: waits until nothing is under way, and whoever pressed Pay knows how it ended. */
export async function settleDown(world: FaultWorld, turmoil: Turmoil, payers: readonly Payer[]): Promise<void> {
  await endSettlements(world)
  for (let round = 0; round < MOST_ROUNDS && (await payWhatIsOpen(world, turmoil, payers)); round++) {
    await endSettlements(world)
  }
  await endDeliveries(world)
}

/** The pauses between repeats have grown: the operator has those gone on with that would wait longest. */
async function endSettlements(world: FaultWorld): Promise<void> {
  const giveUpAtMs = Date.now() + MOST_WAIT_MS
  for (let live = await liveSettlements(world); live.length > 0; live = await liveSettlements(world)) {
    if (Date.now() > giveUpAtMs) throw new Error(`these did not end: ${live.map(({ id }) => id).join(', ')}`)
    const late = live.filter(({ waitSeconds }) => waitSeconds === null || waitSeconds > MOST_WAIT_SECONDS)
    const retried = late.slice(0, MOST_RETRIES_AT_ONCE)
    await Promise.all(retried.map(({ id }) => oc(world.settings, ['settlements', 'retry', id])))
    await pause(PAUSE_MS)
  }
}

interface LiveSettlement {
  readonly id: string
  /** Until something is done by itself; null when nothing is. */
  readonly waitSeconds: number | null
}

async function liveSettlements({ db }: FaultWorld): Promise<LiveSettlement[]> {
  return db.rows<LiveSettlement>(`SELECT s.id, extract(epoch FROM max(greatest(t.next_attempt_at, h.retry_at)) - now())::int AS "waitSeconds"
    FROM settlements s JOIN settlement_steps t ON t.settlement_id = s.id
    LEFT JOIN peer_health h ON h.ocid = t.peer_ocid AND t.next_attempt_at IS NOT NULL
    WHERE s.state IN ('ACTIVE', 'NEEDS_OPERATOR') GROUP BY s.id ORDER BY 2 DESC`)
}

/** Whoever has pressed Pay and sees that nothing was charged presses again. Gives whether there was anybody. */
async function payWhatIsOpen(world: FaultWorld, turmoil: Turmoil, payers: readonly Payer[]): Promise<boolean> {
  const payments = await readPayments(world)
  const open = payments.flatMap(({ status, path }) => (status === 'PENDING' && turmoil.pressed.has(path) ? [path] : []))
  await Promise.all(
    payers.map(async (payer, who) => {
      for (const path of open) {
        if (turmoil.pressed.get(path) !== who) continue
        const page = await openPage({ payer, path })
        if (hasPayButton(page)) await pressPay({ turmoil, payer, who, path }, page)
      }
    }),
  )
  return open.length > 0
}

/** So have those between the attempts of a webhook: the operator sends what would wait for longer than this test. */
async function endDeliveries(world: FaultWorld): Promise<void> {
  const late = await world.db.rows<{ id: string }>(
    "SELECT id FROM deliveries WHERE status = 'PENDING' AND next_attempt_at > now() + interval '1 minute'",
  )
  for (const { id } of late) await oc(world.settings, ['deliveries', 'resend', id])
  const waiting = "SELECT count(*)::int AS n FROM deliveries WHERE status = 'PENDING'"
  const isTold = async () => (await world.db.rows<{ n: number }>(waiting))[0]?.n === 0
  await waitUntil('every webhook was answered', isTold, MOST_WAIT_MS)
  const succeeded = (await readPayments(world)).filter(({ status }) => status === 'SUCCEEDED').length
  const isPaid = async () =>
    (await readTheirBooks(world)).orders.filter(({ state }) => state === 'paid').length >= succeeded
  await waitUntil('the sellers knew of every payment', isPaid, MOST_WAIT_MS)
}
