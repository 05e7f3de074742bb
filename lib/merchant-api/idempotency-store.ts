import { forgetRows } from '@/lib/db/forget-rows'
import type { EndingTx, Tx } from '@/lib/db/transaction'
import type { MerchantAnswer } from './envelope'
import type { IdempotencyKey } from './idempotency'

type Scope = Pick<IdempotencyKey, 'applicationId' | 'mode' | 'key'>

export type Claim =
  | { readonly kind: 'mine' | 'in_progress' }
  | { readonly kind: 'answered'; readonly requestHash: string; readonly status: number; readonly body: string }

const KEPT = `interval '24 hours'`
// Held until the transaction ends. Two keys that share a hash only find each other in progress once in 2^64.
const LOCK = {
  name: 'idempotency-lock',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2 || ' ' || $3, 5)) AS free`,
}
const READ = {
  name: 'idempotency-read',
  text: `SELECT request_hash AS "requestHash", http_status AS status, answer AS body FROM idempotency_records
    WHERE application_id = $1 AND mode = $2::mode AND key = $3 AND created_at > now() - ${KEPT}`,
}

/** Takes a key for this transaction, or says what stands in its way. */
export async function claimKey(tx: Tx, { applicationId, mode, key }: Scope): Promise<Claim> {
  const scope = [applicationId, mode, key]
  // First the lock, then a statement of its own: it sees what the one that held the lock has left.
  const [[lock], [answered]] = await Promise.all([
    tx.rows<{ free: boolean }>(LOCK, scope),
    tx.rows<{ requestHash: string; status: number; body: string }>(READ, scope),
  ])
  if (answered) return { kind: 'answered', ...answered }
  return { kind: lock?.free ? 'mine' : 'in_progress' }
}

const KEEP = {
  name: 'idempotency-keep',
  text: `INSERT INTO idempotency_records AS r (application_id, mode, key, request_hash, http_status, answer) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (application_id, mode, key) DO UPDATE
      SET request_hash = excluded.request_hash, http_status = excluded.http_status, answer = excluded.answer, created_at = now()
      WHERE r.created_at <= now() - ${KEPT}`,
}

/** Keeps the answer with everything else that the transaction writes. */
export function keepAnswer(tx: EndingTx, scope: Scope, requestHash: string, answer: MerchantAnswer): void {
  const { applicationId, mode, key } = scope
  tx.write(KEEP, [applicationId, mode, key, requestHash, answer.status, answer.body])
}

export async function forgetOldAnswers(): Promise<void> {
  const where = `created_at <= now() - ${KEPT}`
  await forgetRows({ name: 'idempotency-forget', table: 'idempotency_records', where })
}
