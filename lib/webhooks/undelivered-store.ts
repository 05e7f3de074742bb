import { rows } from '@/lib/db/transaction'

const COUNT = {
  name: 'deliveries-undelivered',
  text: `SELECT count(*)::int AS total FROM deliveries WHERE status = 'PENDING' AND NOT relayed`,
}

/** How many webhooks with proofs of our own are still on their way. */
export async function countUndelivered(): Promise<number> {
  const [row] = await rows<{ total: number }>(COUNT, [])
  return row?.total ?? 0
}
