import type { Gateway } from '@/lib/gateway/gateway'
import { readEventData } from './event-data'
import type { AppEvent } from './event-store'

/** What the webhook of an event says (merchant API, Webhooks). */
export async function eventBody(us: Gateway, event: AppEvent): Promise<string> {
  const { type, mode, occurredAt } = event
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), mode, data: await readEventData(us, event) })
}
