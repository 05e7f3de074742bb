import { isDatabaseOutage } from '@/lib/db/outage'
import { inTransaction, rows, type Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { log } from '@/lib/log/log'
import { type FailingPeer, restOf } from '@/lib/providers/peer-health-store'
import { wakePeer } from './live-settlement-store'
import { recordStumble } from './step-store'
import { leaveUncalled, newLeaseOwner, type WalkEnd, walkSettlement } from './walk-settlement'

// The rest waits for the next look, which follows at once: a job that lasts for minutes would look like a dead one.
const MOST_AT_ONCE = 20
const LOOK_MS = 20_000
const MOST_GIVEN_OVER = 1000
// A peer that is away for a moment is waited for; the payers behind one that stays away go another way, or may choose one.
const LONG_AWAY_MS = 60_000

const DUE = {
  name: 'settlement-due',
  text: `SELECT s.id FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
    WHERE t.peer_ocid = $1 AND t.next_attempt_at <= now() AND s.state = 'ACTIVE' AND (s.leased_until IS NULL OR s.leased_until <= now())
    ORDER BY t.next_attempt_at LIMIT $2`,
}
const UNCALLED = {
  name: 'settlement-uncalled',
  text: `SELECT s.id FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
    WHERE t.peer_ocid = $1 AND t.next_attempt_at <= now() AND s.state = 'ACTIVE' AND (s.leased_until IS NULL OR s.leased_until <= now())
      AND t.attempt_count = 0 AND t.kind <> 'PAYMENT_SETTLE' AND s.id <> ALL($3)
    ORDER BY t.next_attempt_at LIMIT $2`,
}
const NEXT_DUE = {
  name: 'settlement-next-due',
  text: `SELECT min(greatest(t.next_attempt_at, s.leased_until)) AS at FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
    WHERE t.peer_ocid = $1 AND t.next_attempt_at IS NOT NULL AND s.state = 'ACTIVE'`,
}
const GIVE_OVER = {
  name: 'settlement-give-over',
  text: `
    WITH old AS (
      SELECT s.id FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
      WHERE t.peer_ocid = $1 AND t.next_attempt_at <= now() AND s.state = 'ACTIVE' AND (s.leased_until IS NULL OR s.leased_until <= now())
        AND s.patient_since <= now() - interval '3 days'
      ORDER BY t.next_attempt_at LIMIT $3 FOR UPDATE OF s SKIP LOCKED),
    given AS (
      UPDATE settlements s SET state = 'NEEDS_OPERATOR', reason = $2, lease_owner = NULL, leased_until = NULL FROM old WHERE s.id = old.id RETURNING s.id)
    UPDATE settlement_steps t SET next_attempt_at = NULL FROM given WHERE t.settlement_id = given.id AND t.next_attempt_at IS NOT NULL`,
}

/**
 * Goes on with the settlements that wait for one peer, as far as they are due. A peer that does not answer is asked once
 * per pause, however many settlements wait for it, so that ten thousand of them cost one call; those of which nobody was
 * asked anything yet do not wait for long.
 */
export async function resolvePeer(us: Gateway, peerOcid: number): Promise<void> {
  const untilMs = Date.now() + LOOK_MS
  for (const { id } of await rows<{ id: string }>(DUE, [peerOcid, MOST_AT_ONCE])) {
    if (Date.now() >= untilMs || (await restOf(peerOcid))) break
    await goOn(id, peerOcid, (owner, isAvoided) => walkSettlement(us, id, owner, untilMs, isAvoided))
  }
  const rest = await restOf(peerOcid)
  // Nobody gets to ask for each of them, and the payers of old ones have waited long enough.
  const areAllLeft = !rest || (await leaveAllUncalled(us, rest, untilMs))
  if (rest) await giveOver(peerOcid, rest.lastFailure)
  await inTransaction((tx) => planNextLook(tx, peerOcid, areAllLeft ? rest : undefined))
}

/**
 * What was never asked of a peer that stays away cannot have moved money: those payments need not wait for it. Says whether
 * none is left, as far as it is known; else the next look goes on with them, and need not wait for the peer.
 */
async function leaveAllUncalled(us: Gateway, rest: FailingPeer, untilMs: number): Promise<boolean> {
  if (Date.now() - rest.failingSince.getTime() < LONG_AWAY_MS) return true
  const { ocid, failingSince, lastFailure } = rest
  const silent = { ocid, failure: `it was not asked, being away since ${failingSince.toISOString()}: ${lastFailure}` }
  const isResting = async (other: number) => (await restOf(other)) !== undefined
  const seen: string[] = []
  // It may have answered somebody meanwhile.
  while (await isResting(ocid)) {
    const found = await rows<{ id: string }>(UNCALLED, [ocid, MOST_AT_ONCE, seen])
    if (found.length === 0) return true
    for (const { id } of found) {
      if (Date.now() >= untilMs) return false
      seen.push(id)
      await goOn(id, ocid, (owner) => leaveUncalled(us, id, owner, untilMs, isResting, silent))
    }
  }
  return true
}

type GoOn = (owner: string, isAvoided: (peerOcid: number) => Promise<boolean>) => Promise<WalkEnd>

/** One settlement that cannot be gone on with does not hold up the others. */
async function goOn(id: string, peerOcid: number, go: GoOn): Promise<void> {
  // Further steps with a silent peer are left for its own job: here they would keep those of this peer waiting.
  const isAvoided = async (ocid: number) => ocid !== peerOcid && (await restOf(ocid)) !== undefined
  const owner = newLeaseOwner()
  try {
    await go(owner, isAvoided)
  } catch (cause) {
    log().error({ err: cause, settlementId: id }, 'a settlement stopped; it is looked at again')
    // Of an outage nothing can be written down; the lease keeps the settlement away for a while.
    if (!isDatabaseOutage(cause)) await noteStumble(id, owner, cause)
  }
}

/** When even that fails, the lease keeps the settlement away for a while, and the others are gone on with. */
async function noteStumble(id: string, owner: string, cause: unknown): Promise<void> {
  const reason = cause instanceof Error ? cause.message : String(cause)
  try {
    await recordStumble(id, owner, `it could not be gone on with: ${reason}`)
  } catch (second) {
    log().error({ err: second, settlementId: id }, 'nor could that be written down')
  }
}

async function giveOver(peerOcid: number, lastFailure: string): Promise<void> {
  const reason = `three days without an answer that settles it: ${lastFailure}`
  await rows(GIVE_OVER, [peerOcid, reason, MOST_GIVEN_OVER])
}

async function planNextLook(tx: Tx, peerOcid: number, rest: FailingPeer | undefined): Promise<void> {
  const [next] = await tx.rows<{ at: Date | null }>(NEXT_DUE, [peerOcid])
  if (!next?.at) return
  // Not in the past: a peer with a backlog goes behind those that have waited since, so that peers take turns.
  await wakePeer(tx, peerOcid, new Date(Math.max(next.at.getTime(), Date.now(), rest?.retryAt.getTime() ?? 0)))
}

const LOST = {
  name: 'settlement-lost',
  text: `SELECT settlement_wake(due.peer_ocid, now()) FROM (
      SELECT DISTINCT t.peer_ocid FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
      WHERE t.next_attempt_at < now() - interval '1 minute' AND s.state = 'ACTIVE') due
    LEFT JOIN peer_health h ON h.ocid = due.peer_ocid
    WHERE NOT EXISTS (SELECT FROM graphile_worker._private_jobs j WHERE j.key = 'resolve:' || due.peer_ocid AND j.attempts < j.max_attempts
      AND j.run_at <= greatest(now(), h.retry_at) + interval '1 minute')`,
}

/** Settlements that are due and have no job, or one that runs much later, would wait: whatever went wrong, they get another. */
export async function requeueLostSettlements(): Promise<void> {
  await rows(LOST, [])
}
