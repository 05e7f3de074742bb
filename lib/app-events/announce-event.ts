import { inTransaction } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { eventBody } from './event-body'
import { lockUnannounced, markAnnounced } from './event-store'

/** Makes the webhook of an event: from then on its body never changes. An application without a webhook URL hears nothing. */
export async function announceEvent(us: Gateway, eventId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const event = await lockUnannounced(tx, eventId)
    if (!event) return
    markAnnounced(tx, event, event.webhookUrl === null ? null : await eventBody(us, event))
  })
}
