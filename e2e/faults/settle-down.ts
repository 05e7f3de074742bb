import { waitUntil } from '../http/testing/wait-until'
import type { FaultWorld } from './fault-world'
import { hasPayButton, openPage, pressPay } from './go-shopping'
import { readPayments } from './our-books'
import type { Payer } from './payer'
import { readTheirBooks } from './their-books'
import type { Turmoil } from './turmoil'

const MOST_WAIT_MS = 120_000
const RETRY_EVERY_MS = 3_000
const MOST_ROUNDS = 3

/** With everybody honest and the gateway up: waits until nothing is under way, and whoever pressed Pay knows how it ended. */
export async function settleDown(world: FaultWorld, turmoil: Turmoil, payers: readonly Payer[]): Promise<void> {
  await endSettlements(world)
  for (let round = 0; round < MOST_ROUNDS && (await payWhatIsOpen(world, turmoil, payers)); round++) {
    await endSettlements(world)
  }
  await endDeliveries(world)
}

async function endSettlements(world: FaultWorld): Promise<void> {
  let retriedAtMs = 0
  await waitUntil(
    'no settlement was under way',
    async () => {
      if ((await liveSettlements(world)) === 0) return true
      if (Date.now() - retriedAtMs < RETRY_EVERY_MS) return false
      retriedAtMs = Date.now()
      await retryAll(world)
      return false
    },
    MOST_WAIT_MS,
  )
}

async function liveSettlements({ db }: FaultWorld): Promise<number> {
  const text = "SELECT count(*)::int AS live FROM settlements WHERE state IN ('ACTIVE', 'NEEDS_OPERATOR')"
  return (await db.rows<{ live: number }>(text))[0]?.live ?? 0
}

/** The pauses between repeats have grown, and are not waited for. */
async function retryAll({ db }: FaultWorld): Promise<void> {
  await db.rows('UPDATE peer_health SET retry_at = now() WHERE retry_at > now()')
  await db.rows(`WITH due AS (
      UPDATE settlement_steps t SET next_attempt_at = now() FROM settlements s
      WHERE s.id = t.settlement_id AND s.state = 'ACTIVE' AND t.next_attempt_at > now() AND (s.leased_until IS NULL OR s.leased_until <= now())
      RETURNING t.peer_ocid)
    SELECT settlement_wake(d.peer_ocid, now()) FROM (SELECT DISTINCT peer_ocid FROM due) d`)
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
