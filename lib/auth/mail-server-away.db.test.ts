import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { sendMail } from '@/lib/mail/send-mail'
import { requestCode } from './request-code'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('LOG_LEVEL', 'silent')
vi.stubEnv('RATE_LIMIT_SIGN_IN_PER_HOUR', '8')
useTestDatabase()

/** What the mail server says to each line of a client; undefined: nothing at all. */
let answer: (line: string) => string | undefined
let server: Server
let port: number
let email: string
let address: string

const open = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
const takesAll = (line: string) => (/^DATA/i.test(line) ? '354 go on' : '250 fine')

beforeAll(async () => {
  server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (part) => {
        for (const line of part.toString().split('\r\n').filter(Boolean)) {
          const words = answer(line)
          if (words) socket.write(`${words}\r\n`)
        }
      })
    socket.write('220 ready\r\n')
  })
  port = 0
  await open()
  port = (server.address() as AddressInfo).port
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${port}`)
  vi.stubEnv('MAIL_FROM', 'gateway@pay.example')
})

beforeEach(() => {
  email = `${crypto.randomUUID()}@people.example`
  address = crypto.randomUUID()
  answer = takesAll
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

const words = { subject: (code: string) => code, text: (code: string) => code }
async function request(): Promise<string> {
  const asked = { email, address, secret: 'a secret', linkFor: () => 'https://pay.example', words }
  const outcome = await requestCode(asked)
  return outcome.ok ? 'mailed' : outcome.error
}

test('codes that a mail server never saw because it was away count against nobody', async () => {
  await new Promise((resolve) => server.close(resolve))
  const failed: string[] = []
  for (let n = 0; n < 9; n++) failed.push(await request())
  await open()
  expect(new Set(failed)).toEqual(new Set(['MAIL_FAILED']))
  expect(await request()).toBe('mailed')
})

test('an address that the mail server refuses costs whoever asks for it as much as any other', async () => {
  answer = (line) => (/^RCPT/i.test(line) ? '550 no such user' : takesAll(line))
  const outcomes: string[] = []
  for (let n = 0; n < 6; n++) outcomes.push(await request())
  expect(outcomes).toEqual([...Array(5).fill('MAIL_FAILED'), 'TOO_MANY_REQUESTS'])
})

test('a mail server that falls silent in the middle of a conversation is given up', { timeout: 40_000 }, async () => {
  answer = (line) => (/^RCPT/i.test(line) ? undefined : takesAll(line))
  const startedAtMs = performance.now()
  await expect(sendMail({ recipient: email, subject: 'Hello', text: 'Hello' })).rejects.toThrow('Timeout')
  expect(performance.now() - startedAtMs).toBeLessThan(30_000)
})
