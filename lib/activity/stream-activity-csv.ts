import type { Gateway } from '@/lib/gateway/gateway'
import { activityCsv, activityHeader } from './activity-csv'
import type { ActivityFilter } from './activity-filter'
import { listActivity } from './list-activity'

const ENTRIES_AT_ONCE = 500

/** All of a person's movements that a filter lets through, as CSV, read as fast as it is taken. */
export function streamActivityCsv(us: Gateway, userId: string, filter: ActivityFilter): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let before: bigint | null = null
  return new ReadableStream({
    start: (out) => out.enqueue(encoder.encode(activityHeader)),
    async pull(out) {
      const { entries, nextBefore } = await listActivity(us, userId, filter, before, ENTRIES_AT_ONCE)
      if (entries.length > 0) out.enqueue(encoder.encode(activityCsv(entries)))
      if (nextBefore === null) out.close()
      else before = BigInt(nextBefore)
    },
  })
}
