import { rows } from '@/lib/db/transaction'
import { WORKER_PREFIX } from './dead-workers'

/** How the job queue does. */
export interface JobHealth {
  /** Workers that are connected now. */
  readonly workerCount: number
  /** Jobs that were due before the pause and that nobody has taken. */
  readonly overdueCount: number
  readonly oldestDueAt: Date | null
  /** Jobs that have used up their attempts. */
  readonly failedCount: number
  readonly lastError: string | null
  /** When the job that runs every minute was last put in the queue; null when it never was. */
  readonly lastMinuteAt: Date | null
}

// A waiting job whose queue is busy with another one is not neglected: only jobs of free queues count as overdue.
const HEALTH = {
  name: 'job-health',
  text: `
    WITH overdue AS (
      SELECT j.run_at FROM graphile_worker._private_jobs j LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
      WHERE j.locked_at IS NULL AND q.locked_at IS NULL AND j.attempts < j.max_attempts AND j.run_at < now() - make_interval(secs => $2)),
    failed AS (
      SELECT last_error, updated_at FROM graphile_worker._private_jobs WHERE attempts >= max_attempts AND locked_at IS NULL)
    SELECT
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1 || '%') AS "workerCount",
      (SELECT count(*)::int FROM overdue) AS "overdueCount", (SELECT min(run_at) FROM overdue) AS "oldestDueAt",
      (SELECT count(*)::int FROM failed) AS "failedCount",
      (SELECT last_error FROM failed ORDER BY updated_at DESC LIMIT 1) AS "lastError",
      (SELECT max(last_execution) FROM graphile_worker._private_known_crontabs) AS "lastMinuteAt"`,
}

/** Reads the queue; a job is overdue when it was due `pauseSeconds` ago. */
export async function readJobHealth(pauseSeconds: number): Promise<JobHealth> {
  const [row] = await rows<JobHealth>(HEALTH, [WORKER_PREFIX, pauseSeconds])
  if (!row) throw new Error('job-health gave no row')
  return row
}
