import type { Gateway } from '@/lib/gateway/gateway'
import { eventBody } from './event-body'
import { announce, findUnannounced } from './event-store'

/** Makes the webhook of an event: from then on its body never changes. An application without a webhook URL hears nothing. */
export async function announceEvent(us: Gateway, eventId: string): Promise<void> {
  const event = await findUnannounced(eventId)
  if (!event) return
  // No connection is held while another is asked for: hundreds of events at once would wait for one another.
  await announce(event.id, event.webhookUrl === null ? null : await eventBody(us, event))
}
