import { rows } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import type { EventType } from '@/lib/merchant-api/event-types'
import { firstAttempt } from '@/lib/webhooks/delivery-store'

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

const FIND = {
  name: 'app-event-find',
  text: `SELECT e.id, e.application_id AS "applicationId", e.mode, e.type, e.subject_id AS "subjectId", e.occurred_at AS "occurredAt", a.webhook_url AS "webhookUrl"
    FROM app_events e JOIN applications a ON a.id = e.application_id WHERE e.id = $1 AND e.announced_at IS NULL`,
}

/** The event, unless it was announced already. */
export async function findUnannounced(id: string): Promise<AppEvent | undefined> {
  const [row] = await rows<AppEvent>(FIND, [id])
  return row
}

const ANNOUNCE = {
  name: 'app-event-announce',
  text: `WITH announced AS (
      UPDATE app_events SET announced_at = now() WHERE id = $1 AND announced_at IS NULL RETURNING id, application_id),
    delivery AS (
      INSERT INTO deliveries (id, application_id, body, next_attempt_at)
      SELECT id, application_id, $2::text, now() FROM announced WHERE $2::text IS NOT NULL RETURNING id)
    SELECT ${firstAttempt('delivery.id')} FROM delivery`,
}

/** The event is told, with its webhook when it has a body for one; nothing when somebody else was faster. */
export async function announce(id: string, body: string | null): Promise<void> {
  await rows(ANNOUNCE, [id, body])
}

const LOST = {
  name: 'app-events-lost',
  text: `SELECT graphile_worker.add_job('announce', json_build_object('eventId', e.id), max_attempts := 100, job_key := 'announce:' || e.id)
    FROM app_events e WHERE e.announced_at IS NULL AND e.occurred_at < now() - interval '2 minutes'
      AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs j WHERE j.key = 'announce:' || e.id AND (j.locked_at IS NOT NULL OR j.attempts < j.max_attempts)) LIMIT 1000`,
}

/** An event that was not told and has no job would wait for ever: whatever lost the job, it gets another. */
export async function requeueLostEvents(): Promise<void> {
  await rows(LOST, [])
}
