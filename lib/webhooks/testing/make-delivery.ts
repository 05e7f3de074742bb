import { randomBytes } from 'node:crypto'
import { sql } from '@/lib/db/testing/sql'
import { inTransaction } from '@/lib/db/transaction'
import { scheduleDelivery } from '@/lib/webhooks/delivery-store'

/** A delivery that waits for its first attempt, with its job when `isScheduled`. Gives its id. */
export async function makeDelivery(
  receiverOcid: number,
  body = '{"proof":{"memo":"é"},"signature":"00"}',
  isScheduled = false,
) {
  const id = `dlv_${randomBytes(8).toString('hex')}`
  await sql(`INSERT INTO deliveries (id, receiver_ocid, body) VALUES ('${id}', ${receiverOcid}, '${body}')`)
  if (isScheduled) await inTransaction((tx) => scheduleDelivery(tx, id, new Date()))
  return id
}

/** The delivery, what came of each attempt, and when its job runs. */
export async function readDelivery(id: string) {
  const [row] = await sql(
    `SELECT status, attempt_count AS attempts, next_attempt_at AS "nextAt" FROM deliveries WHERE id = '${id}'`,
  )
  const attempts = await sql(
    `SELECT http_status AS status, answer, failure, duration_ms AS "durationMs" FROM delivery_attempts WHERE delivery_id = '${id}' ORDER BY id`,
  )
  const jobs = await sql(`SELECT run_at AS "runAt" FROM graphile_worker.jobs WHERE key = 'deliver:${id}'`)
  return { status: row?.status, attemptCount: row?.attempts, nextAt: row?.nextAt, attempts, jobs }
}
