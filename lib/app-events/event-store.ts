import { type EndingTx, rows, type Tx } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import { firstAttempt } from '@/lib/webhooks/delivery-store'

export const eventTypes = [
  'payment.succeeded',
  'payment.failed',
  'payment.expired',
  'payment.cancelled',
  'refund.succeeded',
  'refund.failed',
  'invoice.paid',
] as const
export type EventType = (typeof eventTypes)[number]

/** Something that an application is to hear of. */
export interface AppEvent {
  readonly id: string
  readonly applicationId: string
  readonly mode: Mode
  readonly type: EventType
  readonly subjectId: string
  readonly occurredAt: Date
  /** Where the application wants to hear of it; null: nowhere. */
  readonly webhookUrl: string | null
}

const LOCK = {
  name: 'app-event-lock',
  text: `SELECT e.id, e.application_id AS "applicationId", e.mode, e.type, e.subject_id AS "subjectId", e.occurred_at AS "occurredAt", a.webhook_url AS "webhookUrl"
    FROM app_events e JOIN applications a ON a.id = e.application_id WHERE e.id = $1 AND e.announced_at IS NULL FOR UPDATE OF e`,
}

/** The event, locked, unless it was announced already. */
export async function lockUnannounced(tx: Tx, id: string): Promise<AppEvent | undefined> {
  const [row] = await tx.rows<AppEvent>(LOCK, [id])
  return row
}

const ANNOUNCED = { name: 'app-event-announced', text: 'UPDATE app_events SET announced_at = now() WHERE id = $1' }
const DELIVER = {
  name: 'app-event-deliver',
  text: `WITH delivery AS (
      INSERT INTO deliveries (id, application_id, body, next_attempt_at) VALUES ($1, $2, $3, now()) RETURNING id)
    SELECT ${firstAttempt('delivery.id')} FROM delivery`,
}

/** The event is told, with its webhook when it has a body for one. */
export function markAnnounced(tx: EndingTx, { id, applicationId }: AppEvent, body: string | null): void {
  tx.write(ANNOUNCED, [id])
  if (body !== null) tx.write(DELIVER, [id, applicationId, body])
}

const LOST = {
  name: 'app-events-lost',
  text: `SELECT graphile_worker.add_job('announce', json_build_object('eventId', e.id), max_attempts := 100, job_key := 'announce:' || e.id)
    FROM app_events e WHERE e.announced_at IS NULL AND e.occurred_at < now() - interval '2 minutes'
      AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs j WHERE j.key = 'announce:' || e.id) LIMIT 1000`,
}

/** An event that was not told and has no job would wait for ever: whatever lost the job, it gets another. */
export async function requeueLostEvents(): Promise<void> {
  await rows(LOST, [])
}
