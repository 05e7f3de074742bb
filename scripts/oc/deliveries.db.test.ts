import { beforeEach, expect, test } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { makeDelivery, readDelivery } from '@/lib/webhooks/testing/make-delivery'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

let id: string

beforeEach(async () => {
  id = await makeDelivery(300)
})

const setStatus = (status: string) =>
  sql(
    `UPDATE deliveries SET status = '${status}', attempt_count = 3, first_tried_at = now() - interval '4 days' WHERE id = '${id}'`,
  )
const addAttempt = (answer: string) =>
  sql(
    `INSERT INTO delivery_attempts (delivery_id, started_at, duration_ms, http_status, answer) VALUES ('${id}', now(), 12, 500, '${answer}')`,
  )

test('the list can be narrowed to what is parked', async () => {
  await setStatus('PARKED')
  const { document } = await runJson(['deliveries', 'list', '--status', 'PARKED'])
  expect(document).toMatchObject({ deliveries: [{ id, receiverOcid: '300', status: 'PARKED' }], hasMore: false })
})

test('an answer that carries terminal controls is shown without them', async () => {
  await addAttempt('\u001b[2Jgone\u202e')
  const { out } = await runCommand(['deliveries', 'show', id])
  expect(out).toContain('HTTP 500 · [2Jgone')
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
})

test('a delivery is shown with its body and each attempt', async () => {
  await addAttempt('no')
  const { document } = await runJson(['deliveries', 'show', id])
  expect(document).toMatchObject({
    id,
    body: expect.stringContaining('proof'),
    attempts: [{ httpStatus: 500, answer: 'no' }],
  })
})

test('a parked delivery that is sent again is due at once, with three fresh days and one job', async () => {
  await setStatus('PARKED')
  const { out, exitCode } = await runCommand(['deliveries', 'resend', id])
  expect({ out, exitCode }).toEqual({ out: `${id} goes to OCID 300 again. It was PARKED.\n`, exitCode: 0 })
  const delivery = await readDelivery(id)
  expect(delivery).toMatchObject({ status: 'PENDING', jobs: [expect.anything()] })
  expect(await countOf('deliveries', `id = '${id}' AND first_tried_at IS NULL`)).toBe(1)
  expect(await countOf('audit_entries', `subject = '${id}' AND action = 'delivery.resend'`)).toBe(1)
})

test('sending again twice leaves one job', async () => {
  await setStatus('REFUSED')
  await runCommand(['deliveries', 'resend', id])
  await runCommand(['deliveries', 'resend', id])
  expect((await readDelivery(id)).jobs).toHaveLength(1)
})

test('what was delivered is sent again only by force', async () => {
  await setStatus('DELIVERED')
  expect(await runCommand(['deliveries', 'resend', id])).toMatchObject({ out: '', exitCode: 1 })
  expect(await readDelivery(id)).toMatchObject({ status: 'DELIVERED', jobs: [] })
  expect(await runCommand(['deliveries', 'resend', id, '--force'])).toMatchObject({ exitCode: 0 })
  expect(await readDelivery(id)).toMatchObject({ status: 'PENDING' })
})

test.each(['show', 'resend'])('%s of a delivery that is not there says where to look', async (command) => {
  const { err, exitCode } = await runCommand(['deliveries', command, 'dlv_none'])
  expect({ err, exitCode }).toEqual({
    err: 'There is no delivery dlv_none. "npm run oc -- deliveries list" shows which there are.\n',
    exitCode: 1,
  })
})
