import { rows } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { eventBody } from './event-body'
import type { AppEvent } from './event-store'

/** An event with the body that its webhook has. */
export interface ToldEvent extends Pick<AppEvent, 'id' | 'type' | 'occurredAt'> {
  readonly body: string
}

const SINCE = {
  name: 'app-events-since',
  text: `SELECT e.id, e.application_id AS "applicationId", e.mode, e.type, e.subject_id AS "subjectId", e.occurred_at AS "occurredAt",
      NULL AS "webhookUrl", d.body
    FROM app_events e LEFT JOIN deliveries d ON d.id = e.id
    WHERE e.application_id = $1 AND e.mode = 'TEST' AND e.occurred_at >= $2 AND e.id <> ALL($3) ORDER BY e.occurred_at, e.id LIMIT 100`,
}

/**
 * What has happened in the sandbox of an application since a moment, the earliest first, without what is known. By id and not
 * by the last one's time: many can have the same, and one that began earlier can be written later.
 */
export async function listEventsSince(
  us: Gateway,
  applicationId: string,
  since: Date,
  known: readonly string[],
): Promise<ToldEvent[]> {
  const events = await rows<AppEvent & { readonly body: string | null }>(SINCE, [applicationId, since, known])
  return Promise.all(events.map(async (event) => ({ ...event, body: event.body ?? (await eventBody(us, event)) })))
}
