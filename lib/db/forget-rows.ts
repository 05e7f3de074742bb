import { rows } from './transaction'

const BATCH = 10_000
// The whole sweep must stay shorter than what a job may take (lib/jobs/dead-workers.ts).
const MOST_MS = 5_000

interface Forgotten {
  /** Of the statement; no other has it. */
  readonly name: string
  readonly table: string
  /** Which rows go, as SQL, with the values as $1, $2 and so on. */
  readonly where: string
  readonly values?: readonly unknown[]
}

/**
 * Deletes rows that nobody needs any more, some thousand at a time: a backlog of days would outlast the time of one
 * statement, and then grow for ever. What is left after some seconds goes the next time.
 */
export async function forgetRows({ name, table, where, values = [] }: Forgotten): Promise<void> {
  const text = `WITH gone AS (
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)) RETURNING 1)
    SELECT count(*)::int AS count FROM gone`
  const untilMs = Date.now() + MOST_MS
  let count: number
  do {
    const [deleted] = await rows<{ count: number }>({ name, text }, values)
    count = deleted?.count ?? 0
  } while (count === BATCH && Date.now() < untilMs)
}
