import { rows } from '@/lib/db/transaction'

const UNPROVEN = {
  name: 'providers-unproven',
  text: `SELECT t.peer_ocid AS ocid, count(*)::int AS total FROM settlement_steps t JOIN settlements s ON s.id = t.settlement_id
    WHERE t.peer_ocid = ANY($1) AND t.state = 'UNKNOWN' AND t.kind <> 'PAYMENT_CREATE' AND s.state IN ('ACTIVE', 'NEEDS_OPERATOR') GROUP BY t.peer_ocid`,
}

/** For how many payments each of these was given money, or may have been, without having proved what became of it. */
export async function countUnproven(ocids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const found = await rows<{ ocid: bigint; total: number }>(UNPROVEN, [ocids])
  return new Map(found.map(({ ocid, total }) => [Number(ocid), total]))
}
