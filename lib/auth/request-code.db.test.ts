import { beforeEach, describe, expect, test, vi } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { confirmCode } from './confirm-code'
import { browserMarkOf } from './known-browser'
import { requestCode } from './request-code'
import { saveCode } from './sign-in-code-store'
import { ensureUser } from './user-store'

vi.stubEnv('GATEWAY_MODE', 'development')
vi.stubEnv('LOG_LEVEL', 'silent')
vi.stubEnv('RATE_LIMIT_SIGN_IN_PER_HOUR', '8')
useTestDatabase()

const secret = 'a secret of this test'
const words = { subject: (code: string) => `Code ${code}`, text: (code: string, link: string) => `${code}\n${link}` }
const linkFor = (flow: string, code: string) =>
  `https://pay.example/sign-in/confirm?${new URLSearchParams({ flow, code })}`

let email: string
let address: string

beforeEach(() => {
  email = `${crypto.randomUUID()}@people.example`
  address = crypto.randomUUID()
})

const request = (to: unknown = email, from = address, browserMark?: string) =>
  requestCode({ email: to, address: from, browserMark, secret, linkFor, words })
const mailsTo = (recipient: string) =>
  sql(`SELECT subject, text FROM development_mails WHERE recipient = '${recipient}' ORDER BY id`)
const wordOf = (outcome: Awaited<ReturnType<typeof request>>) => (outcome.ok ? 'mailed' : outcome.error)

test('the mail carries a code in one piece and a link, and either signs in', async () => {
  const flow = await request(`  ${email.toUpperCase()} `)
  if (!flow.ok) throw new Error(flow.error)
  const [mail] = await mailsTo(email)
  const code = String(mail?.subject).replace('Code ', '')
  expect(code).toMatch(/^\d{8}$/)
  const link = new URL(String(mail?.text).split('\n')[1] ?? '')
  expect(link.searchParams.get('flow')).toBe(flow.value)
  expect(link.searchParams.get('code')).toBe(code)
  expect(await confirmCode(flow.value, code, secret)).toMatchObject({ ok: true })
})

test('the database keeps neither the code nor anything that it could be found from without the secret', async () => {
  await request()
  const [mail] = await mailsTo(email)
  const code = String(mail?.subject).replace(/\D/g, '')
  const [row] = await sql(`SELECT c::text AS all FROM sign_in_codes c WHERE email = '${email}'`)
  expect(row?.all).not.toContain(code)
})

test('an address that is known here is answered like one that is not', async () => {
  await ensureUser(email)
  const stranger = `${crypto.randomUUID()}@people.example`
  const [known, unknown] = [await request(), await request(stranger)]
  const shape = { ok: true, value: expect.stringMatching(/^[\w-]{22}$/) }
  expect([known, unknown]).toEqual([shape, shape])
  const [mine, theirs] = [await mailsTo(email), await mailsTo(stranger)]
  expect(String(mine[0]?.text).replace(/\d|flow=.*/g, '')).toBe(String(theirs[0]?.text).replace(/\d|flow=.*/g, ''))
  expect(await countOf('users', `email = '${stranger}'`)).toBe(0)
})

test.each(['', 'ada', 'ada@example.org\nBcc: all@example.org', null])('nothing is mailed to %j', async (to) => {
  const before = await countOf('development_mails')
  expect(wordOf(await request(to))).toBe('INVALID_EMAIL')
  expect(await countOf('development_mails')).toBe(before)
})

describe('a mailbox gets five codes an hour', () => {
  test('whoever asks for them, and no mail more', async () => {
    const outcomes: string[] = []
    for (let n = 0; n < 7; n++) outcomes.push(wordOf(await request(email, `from ${n}`)))
    expect(outcomes).toEqual([...Array(5).fill('mailed'), 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS'])
    expect(await mailsTo(email)).toHaveLength(5)
  })

  test('also when they are asked for at once', async () => {
    const saved = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        saveCode({ flowId: `${email} ${n}`, email, codeHash: 'hash', isKnownBrowser: false }),
      ),
    )
    expect(saved.filter(Boolean)).toHaveLength(5)
  })

  test('and more when the hour is over', async () => {
    for (let n = 0; n < 5; n++) await request(email, `again ${n}`)
    await sql(`UPDATE sign_in_codes SET created_at = now() - interval '61 minutes' WHERE email = '${email}'`)
    expect(wordOf(await request(email))).toBe('mailed')
  })

  test('while a browser that has signed in with it gets five of its own', async () => {
    for (let n = 0; n < 6; n++) await request(email, `stranger ${n}`)
    const outcomes: string[] = []
    for (let n = 0; n < 6; n++) outcomes.push(wordOf(await request(email, `home ${n}`, browserMarkOf(email))))
    expect(outcomes).toEqual([...Array(5).fill('mailed'), 'TOO_MANY_REQUESTS'])
  })

  test.each(['', 'x', browserMarkOf('other@people.example')])('and none for the mark %j', async (mark) => {
    for (let n = 0; n < 5; n++) await request(email, `stranger ${n}`)
    expect(wordOf(await request(email, 'elsewhere', mark))).toBe('TOO_MANY_REQUESTS')
  })

  test('while others get theirs', async () => {
    for (let n = 0; n < 6; n++) await request(email, `busy ${n}`)
    expect(wordOf(await request(`other-${email}`))).toBe('mailed')
  })
})

test('others at the same network address do not keep a browser that knows the mailbox from its codes', async () => {
  for (let n = 0; n < 9; n++) await request(`crowd-${n}-${email}`)
  expect(wordOf(await request())).toBe('TOO_MANY_REQUESTS')
  expect(wordOf(await request(email, address, browserMarkOf(email)))).toBe('mailed')
})

test('a network address gets as many codes an hour as the operator says, for whichever mailboxes', async () => {
  const outcomes: string[] = []
  for (let n = 0; n < 10; n++) outcomes.push(wordOf(await request(`${n}-${email}`)))
  expect(outcomes).toEqual([...Array(8).fill('mailed'), 'TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS'])
  expect(wordOf(await request(email, 'somewhere else'))).toBe('mailed')
})
