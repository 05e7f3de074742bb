import { afterAll, beforeAll, expect, test } from 'vitest'
import { announceEvent } from '@/lib/app-events/announce-event'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import { makeAppPayment } from '@/lib/merchant-api/testing/make-app-payment'
import { chooseOutcome } from '@/lib/sandbox/choose-outcome'
import { readMerchantNews } from './merchant-news-store'

useTestDatabase()

let lab: TestGateway

beforeAll(async () => {
  lab = await createTestGateway()
})

afterAll(() => lab.close())

test('an application has been told when it has taken the event of the payment, and not before', async () => {
  const { application } = await makeApplication({ webhookUrl: 'https://shop.example/hook' })
  const payment = await makeAppPayment(lab.us, application, 'TEST')
  expect(await readMerchantNews(payment.id)).toBe('BEING_TOLD')
  await chooseOutcome(payment.sessionId, 'succeed')
  const [event] = await sql(`SELECT id FROM app_events WHERE subject_id = '${payment.id}'`)
  await announceEvent(lab.us, String(event?.id))
  expect(await readMerchantNews(payment.id)).toBe('BEING_TOLD')
  await sql(`UPDATE deliveries SET status = 'DELIVERED' WHERE id = '${event?.id}'`)
  expect(await readMerchantNews(payment.id)).toBe('TOLD')
})

test('an application without a webhook URL is told of nothing: it asks', async () => {
  const { application } = await makeApplication({})
  const payment = await makeAppPayment(lab.us, application, 'TEST')
  await chooseOutcome(payment.sessionId, 'succeed')
  const [event] = await sql(`SELECT id FROM app_events WHERE subject_id = '${payment.id}'`)
  await announceEvent(lab.us, String(event?.id))
  expect(await readMerchantNews(payment.id)).toBe('ELSEWHERE')
})
