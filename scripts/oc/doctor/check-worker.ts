import { type JobHealth, readJobHealth } from '@/lib/jobs/job-store'
import { displayText } from '@/lib/opencharge/display-text'
import { countText } from '../count-text'
import { type Finding, fault, fine, note } from '../finding'
import { momentText } from '../text-table'
import type { Check } from './patient'

const NAME = 'worker'
const OVERDUE_AFTER_SECONDS = 120
// Every minute something is put in the queue; a worker that has not done it for so long stands still.
const SILENT_AFTER_MS = 180_000
const MOST_ERROR_CHARACTERS = 200

export const checkWorker: Check = {
  name: NAME,
  needs: ['databaseUrl', 'isMigrated'],
  look: async () => {
    const health = await readJobHealth(OVERDUE_AFTER_SECONDS)
    const findings = [...overdueJobs(health), ...failedJobs(health)]
    return findings.length > 0 ? findings : [presence(health, Date.now())]
  },
}

function overdueJobs({ overdueCount, oldestDueAt, workerCount }: JobHealth): Finding[] {
  if (overdueCount === 0) return []
  const says = `${countText(overdueCount, 'job')} overdue since ${momentText(oldestDueAt)}, with ${countText(workerCount, 'worker')} connected`
  const mend =
    workerCount === 0
      ? 'Start the gateway (WORKER=inline), or "npm run worker" beside gateways with WORKER=none.'
      : 'Look into the log of the worker, and start more of them ("npm run worker").'
  return [fault(NAME, says, mend)]
}

function failedJobs({ failedCount, lastError }: JobHealth): Finding[] {
  if (failedCount === 0) return []
  const says = `${countText(failedCount, 'job')} failed for good; the last one with: ${displayText(lastError ?? 'no message', MOST_ERROR_CHARACTERS)}`
  return [fault(NAME, says, 'Mend the cause; "npm run oc -- deliveries resend" puts a delivery back in the queue.')]
}

function presence({ workerCount, lastMinuteAt }: JobHealth, nowMs: number): Finding {
  if (workerCount === 0) {
    return note(
      NAME,
      'none is connected, and nothing is overdue',
      'Start the gateway, or "npm run worker" when WORKER=none.',
    )
  }
  const isSilent = lastMinuteAt !== null && nowMs - lastMinuteAt.getTime() > SILENT_AFTER_MS
  if (isSilent) {
    return note(
      NAME,
      `${workerCount} connected, but the last minute's job was queued ${momentText(lastMinuteAt)}`,
      'It may just have started; if this stays, restart it.',
    )
  }
  return fine(NAME, `${workerCount} connected, nothing is overdue`)
}
