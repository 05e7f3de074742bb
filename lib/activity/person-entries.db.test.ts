import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { answerRequest } from '@/lib/people/answer-request'
import { askForMoney } from '@/lib/people/ask-for-money'
import { sendMoney } from '@/lib/people/send-money'
import { currencies, type LabPerson, orderOf, personWith } from '@/lib/people/testing/people-lab'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { readActivityFilter } from './activity-filter'
import { listActivity } from './list-activity'

vi.stubEnv('GATEWAY_MODE', 'development')
useTestDatabase()

let lab: PayLab
let ada: LabPerson
let ben: LabPerson

beforeAll(async () => {
  lab = await createPayLab()
})
afterAll(() => lab.close())
beforeEach(async () => {
  ada = await personWith(1000n)
  ben = await personWith(0n)
})

const look = async ({ id }: LabPerson, q = '') =>
  (await listActivity(lab.us, id, readActivityFilter({ q }), null, 20)).entries.filter(({ kind }) => kind === 'person')

test('what one person sends stands in the activity of both, each with the other and the message', async () => {
  await sendMoney(orderOf(ada, { to: ben.email, amount: '2.50', memo: 'Lunch' }, randomUUID()))
  const shared = { memo: 'Lunch', state: 'done', money: { amountMinor: 250n } }
  expect(await look(ada)).toMatchObject([{ ...shared, isIncoming: false, person: ben.email }])
  expect(await look(ben)).toMatchObject([{ ...shared, isIncoming: true, person: ada.email }])
  // What one of them quotes, the other finds.
  expect((await look(ada)).map(({ id }) => id)).toEqual((await look(ben)).map(({ id }) => id))
})

test('it is found by message and by name, and by nobody else', async () => {
  await sendMoney(orderOf(ada, { to: ben.reference, memo: '100% for_lunch' }, randomUUID()))
  for (const q of ['100%', 'for_lunch', ben.reference]) expect(await look(ada, q), q).toHaveLength(1)
  // The sender knows the reference, and is not told the address by searching for it.
  expect(await look(ada, ben.email)).toEqual([])
  expect(await look(ben, ada.email)).toHaveLength(1)
  expect(await look(await personWith(0n), 'for_lunch')).toEqual([])
})

test('whoever pays a request reads afterwards who was paid', async () => {
  const asked = await askForMoney(ben.id, { currency: 'USD', amount: '3', memo: 'Tickets' }, currencies)
  await answerRequest({ payerId: ada.id, token: asked.ok ? asked.value : '' }, Date.now() / 1000)
  expect(await look(ada)).toMatchObject([{ person: ben.email, memo: 'Tickets' }])
  expect(await look(ben)).toMatchObject([{ person: ada.email, memo: 'Tickets' }])
  expect(await look(ada, ben.email)).toHaveLength(1)
})
