import type { Tx } from '@/lib/db/transaction'
import { type Settlement, type SettlementStep, wakePeer } from './live-settlement-store'

const BRING_FORWARD = {
  name: 'step-bring-forward',
  text: `UPDATE settlement_steps SET next_attempt_at = now() WHERE settlement_id = $1 AND ordinal = $2 AND state IN ('PLANNED', 'CALLED', 'UNKNOWN')`,
}
const END_REST = {
  name: 'peer-end-rest',
  text: 'UPDATE peer_health SET retry_at = now() WHERE ocid = $1 AND retry_at > now()',
}

/** Has a step taken at once, also when its peer did not answer lately and would be left alone for a while. */
export async function bringForward(tx: Tx, { id }: Settlement, { ordinal, peerOcid }: SettlementStep): Promise<void> {
  await tx.rows(BRING_FORWARD, [id, ordinal])
  await tx.rows(END_REST, [peerOcid])
  await wakePeer(tx, peerOcid, new Date())
}

const LEASED = {
  name: 'settlement-leased',
  text: 'SELECT leased_until > now() AS "isLeased" FROM settlements WHERE id = $1',
}

/** Whether a process is going on with this settlement at this moment. */
export async function isLeased(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.rows<{ isLeased: boolean | null }>(LEASED, [id])
  return row?.isLeased === true
}
