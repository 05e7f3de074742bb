import { expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { dropExhaustedJobs } from '@/lib/jobs/dead-workers'
import { requeueLostDeliveries } from './delivery-store'
import { makeDelivery, readDelivery } from './testing/make-delivery'

useTestDatabase()

const due = (id: string, when: string) => sql(`UPDATE deliveries SET next_attempt_at = ${when} WHERE id = '${id}'`)
const jobsOf = async (id: string) => (await readDelivery(id)).jobs.length

test('a delivery that is due and has no job gets one, and only one', async () => {
  const [lost, neverPlanned] = [await makeDelivery(300), await makeDelivery(300)]
  await due(lost, "now() - interval '3 minutes'")
  await sql(`UPDATE deliveries SET created_at = now() - interval '1 hour' WHERE id = '${neverPlanned}'`)
  await requeueLostDeliveries()
  await requeueLostDeliveries()
  expect([await jobsOf(lost), await jobsOf(neverPlanned)]).toEqual([1, 1])
})

test('one whose job has used up its attempts gets them again', async () => {
  const id = await makeDelivery(300, '{}', true)
  await due(id, "now() - interval '3 minutes'")
  await sql(`UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key = 'deliver:${id}'`)
  await dropExhaustedJobs()
  await requeueLostDeliveries()
  const jobs = `SELECT attempts FROM graphile_worker._private_jobs WHERE payload ->> 'deliveryId' = '${id}'`
  expect(await sql(jobs)).toEqual([{ attempts: 0 }])
})

test('one that waits for its time, or is over, or has its job, is left alone', async () => {
  const [later, done, planned] = [await makeDelivery(300), await makeDelivery(300), await makeDelivery(300, '{}', true)]
  await due(later, "now() + interval '1 hour'")
  await due(done, "now() - interval '1 hour'")
  await sql(`UPDATE deliveries SET status = 'PARKED' WHERE id = '${done}'`)
  await due(planned, "now() - interval '1 hour'")
  const before = await readDelivery(planned)
  await requeueLostDeliveries()
  expect([await jobsOf(later), await jobsOf(done)]).toEqual([0, 0])
  expect(await readDelivery(planned)).toEqual(before)
})
