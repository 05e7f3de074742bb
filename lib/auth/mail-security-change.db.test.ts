import { expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { mailSecurityChange } from './mail-security-change'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

const mail = { recipient: 'ada@people.example', subject: 'A passkey was added to your wallet', text: 'Was it you?' }

test('the owner of the wallet is told', async () => {
  await mailSecurityChange(mail)
  expect(await sql(`SELECT subject FROM development_mails WHERE recipient = '${mail.recipient}'`)).toEqual([
    { subject: mail.subject },
  ])
})

test('a mail that cannot be sent fails nothing', async () => {
  await expect(mailSecurityChange({ ...mail, text: 'no text: \0' })).resolves.toBeUndefined()
})
