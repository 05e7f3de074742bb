import { rows } from '@/lib/db/transaction'

const PATIENCE_MS = 60_000
const PAUSE_MS = 100

const COUNT = {
  name: 'bench-deliveries',
  text: `SELECT count(*)::int AS total, count(*) FILTER (WHERE status = 'DELIVERED')::int AS delivered FROM deliveries`,
}

export interface Deliveries {
  readonly total: number
  readonly delivered: number
}

/** Waits until every webhook of the bench's payments has arrived, or gives up and says how many have. */
export async function awaitWebhooks(): Promise<Deliveries> {
  const giveUpAtMs = performance.now() + PATIENCE_MS
  for (;;) {
    const [row] = await rows<{ total: number; delivered: number }>(COUNT, [])
    const counted = row ?? { total: 0, delivered: 0 }
    if (counted.delivered === counted.total || performance.now() > giveUpAtMs) return counted
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
