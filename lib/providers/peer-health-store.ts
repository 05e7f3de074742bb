import { rows } from '@/lib/db/transaction'

const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 15 * 60_000
const MOST_FAILURE_CHARACTERS = 300

const FAILED = {
  name: 'peer-failed',
  // A failure while it is known to fail counts once per pause, however many calls were under way when it went down.
  text: `
    INSERT INTO peer_health AS h (ocid, failure_count, failing_since, last_failure, retry_at)
    VALUES ($1, 1, now(), $2, now() + make_interval(secs => $3))
    ON CONFLICT (ocid) DO UPDATE SET last_failure = $2,
      failure_count = h.failure_count + (h.retry_at <= now())::int,
      retry_at = CASE WHEN h.retry_at <= now() THEN now() + make_interval(secs => least($4, $3 * power(2, least(h.failure_count, 20)))) ELSE h.retry_at END`,
}
const WELL = { name: 'peer-well', text: 'DELETE FROM peer_health WHERE ocid = $1' }
const FAILING = {
  name: 'peers-failing',
  text: `SELECT ocid, failure_count AS "failureCount", failing_since AS "failingSince", last_failure AS "lastFailure", retry_at AS "retryAt"
    FROM peer_health WHERE $1::bigint[] IS NULL OR ocid = ANY($1) ORDER BY failing_since`,
}

/** A peer that gave no answer to its last call. */
export interface FailingPeer {
  readonly ocid: number
  readonly failureCount: number
  readonly failingSince: Date
  readonly lastFailure: string
  /** When it is worth asking again. */
  readonly retryAt: Date
}

/** Notes that a peer gave no answer: it is tried last from now on, and asked again with growing pauses. */
export async function notePeerFailure(ocid: number, failure: string): Promise<void> {
  const values = [ocid, failure.slice(0, MOST_FAILURE_CHARACTERS), FIRST_PAUSE_MS / 1000, LONGEST_PAUSE_MS / 1000]
  await rows(FAILED, values)
}

/** Notes that a peer answered: whatever it said, it is there. */
export async function notePeerAnswer(ocid: number): Promise<void> {
  await rows(WELL, [ocid])
}

/** The peer as failing while it is not yet worth asking it again; undefined when it can be asked. */
export async function restOf(ocid: number): Promise<FailingPeer | undefined> {
  const [failing] = await listFailingPeers([ocid])
  return failing && failing.retryAt.getTime() > Date.now() ? failing : undefined
}

/** Which of these peers are failing; of all when none are named. */
export async function listFailingPeers(ocids: readonly number[] | null): Promise<FailingPeer[]> {
  const found = await rows<Omit<FailingPeer, 'ocid'> & { ocid: bigint }>(FAILING, [ocids])
  return found.map((row) => ({ ...row, ocid: Number(row.ocid) }))
}
