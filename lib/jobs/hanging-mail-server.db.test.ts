import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { rows } from '@/lib/db/transaction'
import { createTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway'
import { queueMail } from '@/lib/mail/mail-queue'
import { makeDelivery, readDelivery } from '@/lib/webhooks/testing/make-delivery'
import { type Receiver, startReceiver } from '@/lib/webhooks/testing/receiver'
import type { Queue } from './run-queue'
import { runWorker } from './run-worker'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

const patiently = { timeout: 15_000, interval: 50 }
const callers: Socket[] = []
let silent: Server
let lab: TestGateway
let receiver: Receiver
let worker: Queue

beforeAll(async () => {
  silent = createServer((socket) => callers.push(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`)
  vi.stubEnv('MAIL_FROM', 'gateway@pay.example')
  ;[lab, receiver] = [await createTestGateway(), await startReceiver()]
  lab.peers.put(300, 'merchant', { endpoint: receiver.endpoint })
})

afterAll(async () => {
  silent.close()
  for (const caller of callers) caller.destroy()
  await Promise.all([worker.stop(), receiver.close(), lab.close()])
})

test('a mail server that takes calls and says nothing keeps no webhook waiting', async () => {
  for (let index = 0; index < 30; index++)
    await queueMail({ rows }, { recipient: 'ada@people.example', subject: '', text: '' })
  worker = await runWorker(lab.us, process.env.DATABASE_URL ?? '')
  await vi.waitFor(() => expect(callers.length).toBeGreaterThan(0), patiently)
  const id = await makeDelivery(300, '{}', true)
  await vi.waitFor(async () => expect(await readDelivery(id)).toMatchObject({ status: 'DELIVERED' }), patiently)
  expect(callers.length).toBeLessThanOrEqual(8)
})
