import { inTransaction, rows, type Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { listFailingPeers } from '@/lib/providers/peer-health-store'
import { wakePeer } from './live-settlement-store'
import { newLeaseOwner, walkSettlement } from './walk-settlement'

// The rest waits for the next look, which follows at once: a job that lasts for minutes would look like a dead one.
const MOST_AT_ONCE = 20
const WALK_MS = 20_000

const DUE = {
  name: 'settlement-due',
  text: `SELECT s.id FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
    WHERE t.peer_ocid = $1 AND t.next_attempt_at <= now() AND s.state = 'ACTIVE' AND (s.leased_until IS NULL OR s.leased_until <= now())
    ORDER BY t.next_attempt_at LIMIT $2`,
}
const NEXT_DUE = {
  name: 'settlement-next-due',
  text: `SELECT min(greatest(t.next_attempt_at, s.leased_until)) AS at FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
    WHERE t.peer_ocid = $1 AND t.next_attempt_at IS NOT NULL AND s.state = 'ACTIVE'`,
}

/**
 * Goes on with the settlements that wait for one peer, as far as they are due. A peer that does not answer is asked once
 * per pause, however many settlements wait for it, so that ten thousand of them cost one call.
 */
export async function resolvePeer(us: Gateway, peerOcid: number): Promise<void> {
  for (const { id } of await rows<{ id: string }>(DUE, [peerOcid, MOST_AT_ONCE])) {
    if (await isResting(peerOcid)) break
    await walkSettlement(us, id, newLeaseOwner(), Date.now() + WALK_MS)
  }
  await inTransaction((tx) => planNextLook(tx, peerOcid))
}

async function isResting(peerOcid: number): Promise<boolean> {
  const [failing] = await listFailingPeers([peerOcid])
  return failing !== undefined && failing.retryAt.getTime() > Date.now()
}

async function planNextLook(tx: Tx, peerOcid: number): Promise<void> {
  const [next] = await tx.rows<{ at: Date | null }>(NEXT_DUE, [peerOcid])
  if (!next?.at) return
  const [failing] = await listFailingPeers([peerOcid])
  await wakePeer(tx, peerOcid, new Date(Math.max(next.at.getTime(), failing?.retryAt.getTime() ?? 0)))
}

const LOST = {
  name: 'settlement-lost',
  text: `SELECT settlement_wake(t.peer_ocid, now()) FROM (
      SELECT DISTINCT t.peer_ocid FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
      WHERE t.next_attempt_at < now() - interval '1 minute' AND s.state = 'ACTIVE') t
    WHERE NOT EXISTS (SELECT FROM graphile_worker._private_jobs j WHERE j.key = 'resolve:' || t.peer_ocid)`,
}

/** Settlements that are due and have no job would wait for ever: whatever lost the job, they get another. */
export async function requeueLostSettlements(): Promise<void> {
  await rows(LOST, [])
}
