import { columnsOf } from '@/lib/db/columns-of'
import { inGroups } from '@/lib/db/in-groups'
import { prisma } from '@/lib/db/prisma'
import { inTransaction, rows, type Tx } from '@/lib/db/transaction'

/** A webhook on its way: `body` is what was fixed when the payment settled. */
export interface Delivery {
  readonly id: string
  /** Whom it is for: a gateway of the network, or an application of ours. One of the two is null. */
  readonly receiverOcid: number | null
  readonly applicationId: string | null
  readonly body: string
  /** It carries a proof of another gateway, passed on. */
  readonly relayed: boolean
  readonly status: 'PENDING' | 'DELIVERED' | 'REFUSED' | 'PARKED' | 'DECLINED'
  /** Attempts since it first became due, or was made due again by an operator: pauses grow with these. */
  readonly attemptCount: number
  readonly firstTriedAt: Date | null
}

export interface AttemptRecord {
  readonly startedAt: Date
  readonly durationMs: number
  readonly httpStatus: number | null
  readonly answer: string | null
  readonly failure: string | null
}

/**
 * SQL that queues an attempt at the delivery whose id the expression `id` gives. The key makes a second job for the same
 * delivery impossible. No queue of the database's: with one for each receiver, every fetch of a job would lock a row for each
 * of them. How many deliveries a receiver gets at once is the worker's affair (receiver-lanes.ts).
 */
const attempt = (id: string, more: string) =>
  `graphile_worker.add_job('deliver', json_build_object('deliveryId', ${id}), max_attempts := 100, job_key := 'deliver:' || ${id}, ${more})`

/** For the statement that makes a delivery: it has no job yet, and the mode that never replaces one costs half as much. */
export const firstAttempt = (id: string): string => attempt(id, `job_key_mode := 'unsafe_dedupe'`)
const attemptAt = (id: string, runAt: string): string => attempt(id, `run_at := ${runAt}`)

const READ = {
  quick: true,
  name: 'delivery-read',
  text: `SELECT d.id, d.receiver_ocid AS "receiverOcid", d.application_id AS "applicationId", d.body, d.relayed, d.status, d.first_tried_at AS "firstTriedAt",
      (SELECT count(*)::int FROM delivery_attempts a WHERE a.delivery_id = d.id AND a.started_at >= d.first_tried_at) AS "attemptCount"
    FROM deliveries d WHERE d.id = ANY ($1::text[])`,
}

// The worker takes its jobs in batches, so their deliveries are asked for at once.
/** Undefined when there is none. */
export const findDelivery: (id: string) => Promise<Delivery | undefined> = inGroups(
  async (ids) => {
    const found = await rows<Omit<Delivery, 'receiverOcid'> & { receiverOcid: bigint | null }>(READ, [ids])
    const byId = new Map(found.map((row) => [row.id, row]))
    return ids.map((id) => {
      const row = byId.get(id)
      return row && { ...row, receiverOcid: row.receiverOcid === null ? null : Number(row.receiverOcid) }
    })
  },
  { groups: 2, calls: 64, apartMs: 2, changes: () => [] },
)

const RECORD = {
  quick: true,
  name: 'delivery-record',
  text: `
    WITH made AS (
      SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::int[], $4::int[], $5::text[], $6::text[], $7::delivery_status[], $8::timestamptz[])
        AS m (id, started_at, duration_ms, http_status, answer, failure, status, next_at)),
    log AS (
      INSERT INTO delivery_attempts (delivery_id, started_at, duration_ms, http_status, answer, failure)
      SELECT id, started_at, duration_ms, http_status, answer, failure FROM made),
    ended AS (
      UPDATE deliveries d SET attempt_count = attempt_count + 1, first_tried_at = coalesce(first_tried_at, m.started_at),
        status = CASE WHEN d.status = 'PENDING' OR m.status = 'DELIVERED' THEN m.status ELSE d.status END,
        next_attempt_at = CASE WHEN d.status = 'PENDING' OR m.status = 'DELIVERED' THEN m.next_at ELSE next_attempt_at END
      FROM made m WHERE d.id = m.id RETURNING d.id, d.status, m.next_at)
    SELECT ${attemptAt('ended.id', 'ended.next_at')} FROM ended WHERE status = 'PENDING' AND next_at IS NOT NULL`,
}

interface MadeAttempt extends AttemptRecord {
  readonly id: string
  readonly status: Delivery['status']
  readonly nextAttemptAt: Date | null
}

const recorded = [
  'id',
  'startedAt',
  'durationMs',
  'httpStatus',
  'answer',
  'failure',
  'status',
  'nextAttemptAt',
] as const

// Nobody but the job waits for what is written about an attempt.
const record = inGroups(
  async (made: readonly MadeAttempt[]) => {
    await rows(RECORD, columnsOf(made, recorded))
    return made.map(() => undefined)
  },
  { groups: 2, calls: 64, apartMs: 20, changes: ({ id }) => [id] },
)

/**
 * Writes down what came of an attempt, and plans the next one when there is to be one: in one statement, all or nothing. An
 * attempt that comes to its end after another has ended the delivery changes that only when it delivered.
 */
export async function recordAttempt(
  id: string,
  attempt: AttemptRecord,
  status: Delivery['status'],
  nextAttemptAt: Date | null,
): Promise<void> {
  await record({ ...attempt, id, status, nextAttemptAt })
}

const SCHEDULE = {
  name: 'delivery-schedule',
  text: `SELECT ${attemptAt('$1::text', '$2')}`,
}

/** Plans an attempt: with the state that calls for it, in the same transaction. */
export async function scheduleDelivery(tx: Tx, id: string, runAt: Date): Promise<void> {
  await tx.rows(SCHEDULE, [id, runAt])
}

/** Moves the running job of a delivery to another time; the delivery itself is as due as it was. */
export async function putOffDelivery(id: string, runAt: Date): Promise<void> {
  await rows(SCHEDULE, [id, runAt])
}

const LOST = {
  name: 'delivery-lost',
  text: `SELECT d.id FROM deliveries d
    WHERE d.status = 'PENDING' AND coalesce(d.next_attempt_at, d.created_at) < now() - interval '2 minutes'
      AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs j WHERE j.key = 'deliver:' || d.id AND (j.locked_at IS NOT NULL OR j.attempts < j.max_attempts))
    LIMIT 1000`,
}

/** A delivery that is due and has no job would wait for ever: whatever lost the job, it gets another. */
export async function requeueLostDeliveries(): Promise<void> {
  const lost = await rows<{ id: string }>(LOST, [])
  if (lost.length === 0) return
  await inTransaction(async (tx) => {
    for (const { id } of lost) await scheduleDelivery(tx, id, new Date())
  })
}

const RESET = {
  name: 'delivery-reset',
  text: `UPDATE deliveries SET status = 'PENDING', first_tried_at = NULL, next_attempt_at = now() WHERE id = $1 RETURNING id`,
}

/** Makes a delivery due again, with three fresh days of attempts. False when there is no such delivery. */
export async function reopenDelivery(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.rows(RESET, [id])
  return row !== undefined
}

/** Deliveries for the operator, newest first, each with its latest attempts. */
export async function listDeliveries(
  wanted: { readonly status?: Delivery['status'] | undefined; readonly applicationId?: string | undefined },
  most: number,
) {
  const { status, applicationId } = wanted
  return prisma().delivery.findMany({
    where: { ...(status && { status }), ...(applicationId && { applicationId }) },
    orderBy: { createdAt: 'desc' },
    take: most,
    include: { attempts: { orderBy: { startedAt: 'desc' }, take: 5 } },
  })
}

/** One delivery with every attempt, oldest first; null when there is none. */
export async function readDeliveryLog(id: string) {
  return prisma().delivery.findUnique({ where: { id }, include: { attempts: { orderBy: { startedAt: 'asc' } } } })
}

/** Deliveries that want a person's eye, counted. */
export interface DeliveryTroubles {
  readonly parkedLately: number
  readonly refusedLately: number
  /** Parked or refused so long ago that somebody has decided about them. */
  readonly givenUp: number
}

const TROUBLES = {
  name: 'delivery-troubles',
  text: `
    SELECT count(*) FILTER (WHERE status = 'PARKED' AND is_recent)::int AS "parkedLately",
      count(*) FILTER (WHERE status = 'REFUSED' AND is_recent)::int AS "refusedLately",
      count(*) FILTER (WHERE NOT is_recent)::int AS "givenUp"
    FROM (SELECT d.status, coalesce((SELECT max(a.started_at) FROM delivery_attempts a WHERE a.delivery_id = d.id), d.created_at)
        > now() - make_interval(days => $1) AS is_recent
      FROM deliveries d WHERE d.status IN ('PARKED', 'REFUSED')) troubled`,
}

/** Counts what is parked or refused; "lately" is when the last attempt is at most `recentDays` days old. */
export async function countDeliveryTroubles(recentDays: number): Promise<DeliveryTroubles> {
  const [row] = await rows<DeliveryTroubles>(TROUBLES, [recentDays])
  if (!row) throw new Error('delivery-troubles gave no row')
  return row
}
