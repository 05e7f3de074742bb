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

/** The pauses between repeats have grown, and are not waited for: the operator has each settlement gone on with. */
async function endSettlements(world: FaultWorld): Promise<void> {
  const giveUpAtMs = Date.now() + MOST_WAIT_MS
  for (let live = await liveSettlements(world); live.length > 0; live = await liveSettlements(world)) {
    if (Date.now() > giveUpAtMs) throw new Error(`these settlements did not end: ${live.join(', ')}`)
    await Promise.all(live.slice(0, MOST_RETRIES_AT_ONCE).map((id) => oc(world.settings, ['settlements', 'retry', id])))
    await pause(PAUSE_MS)
  }
}

/** Those that wait for their turn longest are first. */
async function liveSettlements({ db }: FaultWorld): Promise<string[]> {
  const text = `SELECT s.id FROM settlements s JOIN settlement_steps t ON t.settlement_id = s.id
    WHERE s.state IN ('ACTIVE', 'NEEDS_OPERATOR') GROUP BY s.id ORDER BY max(t.next_attempt_at) DESC`
  return (await db.rows<{ id: string }>(text)).map(({ id }) => id)
}

/** Whoever has pressed Pay and sees that nothing was charged presses again. Gives whether there was anybody. */
async function payWhatIsOpen(world: FaultWorld, turmoil: Turmoil, payers: readonly Payer[]): Promise<boolean> {
  const open = (await readPayments(world)).filter(
    ({ status, path }) => status === 'PENDING' && turmoil.pressed.has(path),
  )
  for (const { path } of open) {
    const who = turmoil.pressed.get(path) ?? 0
    const payer = payers[who]
    if (!payer) throw new Error(`nobody has pressed Pay on ${path}`)
    const page = await openPage({ payer, path })
    if (hasPayButton(page)) await pressPay({ turmoil, payer, who, path }, page)
  }
  return open.length > 0
}

async function endDeliveries(world: FaultWorld): Promise<void> {
  const waiting = "SELECT count(*)::int AS n FROM deliveries WHERE status = 'PENDING'"
  const isTold = async () => (await world.db.rows<{ n: number }>(waiting))[0]?.n === 0
  await waitUntil('every webhook was answered', isTold, MOST_WAIT_MS)
  const succeeded = (await readPayments(world)).filter(({ status }) => status === 'SUCCEEDED').length
  const isPaid = async () =>
    (await readTheirBooks(world)).orders.filter(({ state }) => state === 'paid').length >= succeeded
  await waitUntil('the sellers knew of every payment', isPaid, MOST_WAIT_MS)
}
