import { prisma } from '@/lib/db/prisma'
import { inTransaction, rows, type Tx } from '@/lib/db/transaction'

/** A webhook on its way: `body` is what was fixed when the payment settled. */
export interface Delivery {
  readonly id: string
  readonly receiverOcid: number
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

// Jobs of one queue run one after the other: a receiver that hangs keeps at most this many of the worker's places.
const LANES_PER_RECEIVER = 2

/** The arguments of graphile-worker's add_job for a delivery. The key makes a second job for the same delivery impossible. */
export function deliveryJob(deliveryId: string, receiverOcid: number): { payload: string; queue: string; key: string } {
  const lane = [...deliveryId].reduce((sum, character) => sum + character.charCodeAt(0), 0) % LANES_PER_RECEIVER
  return {
    payload: JSON.stringify({ deliveryId }),
    queue: `deliver:${receiverOcid}:${lane}`,
    key: `deliver:${deliveryId}`,
  }
}

const READ = {
  name: 'delivery-read',
  text: `SELECT d.id, d.receiver_ocid AS "receiverOcid", d.body, d.relayed, d.status, d.first_tried_at AS "firstTriedAt",
      (SELECT count(*)::int FROM delivery_attempts a WHERE a.delivery_id = d.id AND a.started_at >= d.first_tried_at) AS "attemptCount"
    FROM deliveries d WHERE d.id = $1`,
}

export async function findDelivery(id: string): Promise<Delivery | undefined> {
  const [row] = await rows<Omit<Delivery, 'receiverOcid'> & { receiverOcid: bigint }>(READ, [id])
  return row && { ...row, receiverOcid: Number(row.receiverOcid) }
}

const LOG = {
  name: 'delivery-attempt-log',
  text: `INSERT INTO delivery_attempts (delivery_id, started_at, duration_ms, http_status, answer, failure) VALUES ($1, $2, $3, $4, $5, $6)`,
}
const ADVANCE = {
  name: 'delivery-advance',
  text: `UPDATE deliveries SET status = $2, attempt_count = attempt_count + 1, first_tried_at = coalesce(first_tried_at, $3), next_attempt_at = $4
    WHERE id = $1`,
}

export async function recordAttempt(
  tx: Tx,
  id: string,
  attempt: AttemptRecord,
  status: Delivery['status'],
  nextAttemptAt: Date | null,
): Promise<void> {
  const { startedAt, durationMs, httpStatus, answer, failure } = attempt
  await tx.rows(LOG, [id, startedAt, durationMs, httpStatus, answer, failure])
  await tx.rows(ADVANCE, [id, status, startedAt, nextAttemptAt])
}

const SCHEDULE = {
  name: 'delivery-schedule',
  text: `SELECT graphile_worker.add_job('deliver', $1::json, queue_name := $2, run_at := $3, max_attempts := 100, job_key := $4)`,
}

/** Plans the next attempt: with the state that calls for it, in the same transaction. */
export async function scheduleDelivery(tx: Tx, id: string, receiverOcid: number, runAt: Date): Promise<void> {
  const { payload, queue, key } = deliveryJob(id, receiverOcid)
  await tx.rows(SCHEDULE, [payload, queue, runAt, key])
}

const LOST = {
  name: 'delivery-lost',
  text: `SELECT d.id, d.receiver_ocid AS "receiverOcid" FROM deliveries d
    WHERE d.status = 'PENDING' AND coalesce(d.next_attempt_at, d.created_at) < now() - interval '2 minutes'
      AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs j WHERE j.key = 'deliver:' || d.id)
    LIMIT 1000`,
}

/** A delivery that is due and has no job would wait for ever: whatever lost the job, it gets another. */
export async function requeueLostDeliveries(): Promise<void> {
  const lost = await rows<{ id: string; receiverOcid: bigint }>(LOST, [])
  if (lost.length === 0) return
  await inTransaction(async (tx) => {
    for (const { id, receiverOcid } of lost) await scheduleDelivery(tx, id, Number(receiverOcid), new Date())
  })
}

const RESET = {
  name: 'delivery-reset',
  text: `UPDATE deliveries SET status = 'PENDING', first_tried_at = NULL, next_attempt_at = now() WHERE id = $1
    RETURNING receiver_ocid AS "receiverOcid"`,
}

/** Makes a delivery due again, with three fresh days of attempts. Undefined when there is no such delivery. */
export async function reopenDelivery(tx: Tx, id: string): Promise<number | undefined> {
  const [row] = await tx.rows<{ receiverOcid: bigint }>(RESET, [id])
  return row && Number(row.receiverOcid)
}

/** Deliveries for the operator, newest first, each with its latest attempts. */
export async function listDeliveries(status: Delivery['status'] | undefined, most: number) {
  return prisma().delivery.findMany({
    where: status ? { status } : {},
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
