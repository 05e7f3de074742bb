import { beforeEach, expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { answerRequest } from './answer-request'
import { mailArrival } from './arrival-mail'
import { askForMoney } from './ask-for-money'
import { sendMoney } from './send-money'
import { currencies, type LabPerson, orderOf, personWith } from './testing/people-lab'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let ada: LabPerson
let ben: LabPerson

beforeEach(async () => {
  ada = await personWith(1000n)
  ben = await personWith(0n)
})

/** The jobs that movements to this person put in the queue, by the transfers that they name. */
async function queuedFor({ id }: LabPerson): Promise<bigint[]> {
  const jobs = await sql(`SELECT j.payload ->> 'transferId' AS transfer FROM graphile_worker._private_jobs j
    JOIN graphile_worker._private_tasks t ON t.id = j.task_id AND t.identifier = 'mail-arrival'
    JOIN person_transfers p ON p.transfer_id = (j.payload ->> 'transferId')::bigint WHERE p.recipient_id = '${id}' ORDER BY j.id`)
  return jobs.map(({ transfer }) => BigInt(String(transfer)))
}

const mailsTo = ({ email }: LabPerson) =>
  sql(`SELECT subject, text FROM development_mails WHERE recipient = '${email}' ORDER BY id`)

test('whoever gets money is told how much and from whom, in both languages, without the words of the sender', async () => {
  const order = orderOf(ada, { to: ben.reference, amount: '2.50', memo: 'Call https://evil.example' })
  await sendMoney(order)
  for (const transfer of await queuedFor(ben)) await mailArrival(transfer)
  const [mail, ...more] = await mailsTo(ben)
  expect(mail?.subject).toMatch(/\$2\.50 arrived in your wallet at .* · .*وصل/)
  for (const words of [ada.email, '$2.50', 'أرسل إليك', '/wallet/activity']) expect(mail?.text).toContain(words)
  expect(mail?.text).not.toContain('evil.example')
  expect([more, await mailsTo(ada)]).toEqual([[], []])
})

test('whoever asked for money is told that it was paid', async () => {
  const asked = await askForMoney(ben.id, { currency: 'USD', amount: '3', memo: '' }, currencies)
  const token = asked.ok ? asked.value : ''
  await answerRequest({ payerId: ada.id, token }, Date.now() / 1000)
  for (const transfer of await queuedFor(ben)) await mailArrival(transfer)
  expect(await mailsTo(ben)).toMatchObject([{ text: expect.stringContaining(ada.email) }])
})

test('whoever gets many small amounts within an hour is told of the first twenty', async () => {
  for (let n = 0; n < 22; n++) await sendMoney(orderOf(ada, { to: ben.email, amount: '0.01' }))
  for (const transfer of await queuedFor(ben)) await mailArrival(transfer)
  expect(await mailsTo(ben)).toHaveLength(20)
})

test('the same form once more tells nothing once more, and what does not move tells nobody', async () => {
  const order = orderOf(ada, { to: ben.email })
  await sendMoney(order)
  await sendMoney(order)
  await sendMoney(orderOf(ada, { to: ben.email, amount: '11' }))
  expect(await queuedFor(ben)).toHaveLength(1)
  await mailArrival(0n)
  expect(await mailsTo(ben)).toEqual([])
})
