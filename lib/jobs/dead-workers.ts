import { rows } from '@/lib/db/transaction'

/** Each running worker keeps a connection with a name that begins so. */
export const WORKER_PREFIX = 'gateway-worker-'

// No job of ours runs for so long: after this, whoever locked it is gone.
const LOCKED_TOO_LONG_SECONDS = 60

// Row by row: the lock's name is that of a whole pool of workers, and the pool's other jobs may be running.
const RELEASE = {
  name: 'jobs-release-dead',
  text: `
    WITH alone AS (
      SELECT count(*) <= 1 AS yes FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1 || '%'),
    jobs AS (
      UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL FROM alone
      WHERE locked_at IS NOT NULL AND (locked_at < now() - make_interval(secs => $2) OR (alone.yes AND $3)))
    UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL FROM alone
    WHERE locked_at IS NOT NULL AND (locked_at < now() - make_interval(secs => $2) OR (alone.yes AND $3))`,
}

/**
 * Frees the jobs of workers that were killed, which the job queue itself would do after four hours. A worker that is just
 * starting and finds itself alone frees all of them at once.
 */
export async function releaseDeadWorkers(isStarting: boolean): Promise<void> {
  await rows(RELEASE, [WORKER_PREFIX, LOCKED_TOO_LONG_SECONDS, isStarting])
}

// What they are about stands in tables of ours, and is queued anew from there (requeueLost…); the old row would be called a failure for ever.
const DROP = {
  name: 'jobs-drop-exhausted',
  text: `SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs
    WHERE task_identifier IN ('deliver', 'announce', 'resolve', 'resolve-failing') AND attempts >= max_attempts AND locked_at IS NULL
    HAVING count(*) > 0`,
}

/** Drops jobs that have used up their attempts, where another takes their place. */
export async function dropExhaustedJobs(): Promise<void> {
  await rows(DROP, [])
}
