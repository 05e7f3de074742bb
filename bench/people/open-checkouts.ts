import type { Bench } from '@/bench/gateway/open-bench'
import { runLoad } from '@/bench/load/run-load'
import { signCheckouts } from '@/bench/peers/sign-checkout'
import { rows } from '@/lib/db/transaction'

const CONNECTIONS = 16

/** Makes checkouts through the API and marks them as opened by their payers. Gives their references. */
export async function openCheckouts({ origin, network }: Bench, count: number, merchants: number): Promise<string[]> {
  const references: string[] = []
  const isExpected = ({ status, body }: { status: number; body: Buffer }) => {
    const answer = JSON.parse(body.toString('utf8')) as { session_id?: string }
    if (answer.session_id) references.push(answer.session_id)
    return status === 200
  }
  await runLoad({ origin, connections: CONNECTIONS, isExpected }, signCheckouts(network, count, merchants))
  await rows(MARK_OPENED, [references])
  return references
}

const MARK_OPENED = {
  name: 'bench-mark-opened',
  text: `UPDATE payments SET status = 'PENDING' WHERE id IN (SELECT payment_id FROM checkout_sessions WHERE id = ANY($1))`,
}
