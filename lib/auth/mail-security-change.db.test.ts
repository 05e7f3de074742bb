import { expect, test, vi } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { mailSecurityChange } from './mail-security-change'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

const mail = { recipient: 'ada@people.example', subject: 'A passkey was added to your wallet', text: 'Was it you?' }

test('the mail is left to the worker, which tries until it is sent', async () => {
  await mailSecurityChange(mail)
  const jobs = await sql(`SELECT j.payload, j.max_attempts > 1 AS again FROM graphile_worker._private_jobs j
    JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'mail'`)
  expect(jobs).toEqual([{ payload: mail, again: true }])
})

test('a mail that cannot be queued fails nothing', async () => {
  await closePool()
  vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/nothing')
  await expect(mailSecurityChange(mail)).resolves.toBeUndefined()
  await closePool()
  vi.unstubAllEnvs()
})
