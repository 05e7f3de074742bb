import { beforeEach, expect, test, vi } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { answerRequest } from './answer-request'
import { mailArrival } from './arrival-mail'
import { askForMoney } from './ask-for-money'
import { sendMoney } from './send-money'
import { currencies, dollarsOf, type LabPerson, orderOf, personWith } from './testing/people-lab'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let ada: LabPerson
let ben: LabPerson

beforeEach(async () => {
  ada = await personWith(1000n)
  ben = await personWith(0n)
})

const mailsTo = ({ email }: LabPerson) =>
  sql(`SELECT subject, text FROM development_mails WHERE recipient = '${email}' ORDER BY id`)

test('whoever gets money is told how much and from whom, in both languages, without the words of the sender', async () => {
  const order = orderOf(ada, { to: ben.reference, amount: '2.50', memo: 'Call https://evil.example' })
  await sendMoney(order)
  await mailArrival({ senderId: ada.id, sendKey: order.sendKey })
  const [mail, ...more] = await mailsTo(ben)
  expect(mail?.subject).toMatch(/\$2\.50 arrived in your wallet at .* · وصل/)
  for (const words of [ada.email, '$2.50', 'أرسل إليك', '/wallet/activity']) expect(mail?.text).toContain(words)
  expect(mail?.text).not.toContain('evil.example')
  expect([more, await mailsTo(ada)]).toEqual([[], []])
})

test('whoever asked for money is told that it was paid', async () => {
  const asked = await askForMoney(ben.id, { currency: 'USD', amount: '3', memo: '' }, currencies)
  const token = asked.ok ? asked.value : ''
  await answerRequest({ payerId: ada.id, token }, Date.now() / 1000)
  await mailArrival({ requestToken: token })
  expect(await mailsTo(ben)).toMatchObject([{ text: expect.stringContaining(ada.email) }])
})

test('nobody is told of what did not move, and a form tells nothing of another sender’s', async () => {
  const order = orderOf(ada, { to: ben.email })
  await sendMoney(order)
  await mailArrival({ senderId: ada.id, sendKey: crypto.randomUUID() })
  await mailArrival({ senderId: ben.id, sendKey: order.sendKey })
  await mailArrival({ requestToken: 'AAAAAAAAAAAAAAAAAAAAAA' })
  expect(await mailsTo(ben)).toEqual([])
})

test('a mail that cannot be sent changes nothing about the money', async () => {
  const order = orderOf(ada, { to: ben.email })
  await sendMoney(order)
  await sql('ALTER TABLE development_mails RENAME TO mails_away')
  try {
    await expect(mailArrival({ senderId: ada.id, sendKey: order.sendKey })).resolves.toBeUndefined()
  } finally {
    await sql('ALTER TABLE mails_away RENAME TO development_mails')
  }
  expect(await dollarsOf(ben)).toBe(100n)
})
