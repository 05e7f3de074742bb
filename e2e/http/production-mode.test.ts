import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Database, openDatabase } from './testing/database'
import {
  freePort,
  type GatewayProcess,
  launchGateway,
  type Settings,
  startGateway,
  unhurried,
} from './testing/gateway-process'
import { type MailServer, openMailServer } from './testing/mail-server'
import { newEmail, personWith } from './testing/person'
import { call } from './testing/signed-call'
import { formWith, Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'
import { exchange } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()
const PRIVATE_KEY = 'c0ffee'.padStart(64, '1')
let mailServer: MailServer
let gateway: GatewayProcess
let db: Database

/** On a database of its own: a production gateway does not start where play money is. */
async function production(): Promise<Settings> {
  const { databaseUrl, registryFile } = inject('gateway')
  const url = new URL(databaseUrl)
  url.pathname = '/production'
  return {
    ...unhurried,
    GATEWAY_MODE: 'production',
    PORT: String(await freePort()),
    DATABASE_URL: url.href,
    REGISTRY: `file:${registryFile}`,
    GATEWAY_PRIVATE_KEY: PRIVATE_KEY,
    SMTP_URL: mailServer.url,
    WORKER: 'none',
  }
}

beforeAll(async () => {
  mailServer = await openMailServer()
  const settings = await production()
  gateway = await startGateway(settings)
  db = openDatabase(settings.DATABASE_URL ?? '')
})
afterAll(async () => {
  await gateway.stop()
  await db.close()
  await mailServer.close()
})

test.each([
  '/dev/mail',
  '/dev/mail/1',
  '/dev/gallery',
  '/dev/gallery/service-error',
  '/wallet/top-up',
  '/wallet/top-up?amount=5&currency=USD',
])('%s does not exist', async (path) => {
  expect((await exchange(gateway.url, { path })).status).toBe(404)
  expect((await exchange(gateway.url, { method: 'POST', path, body: 'a=b' })).status).toBeGreaterThanOrEqual(400)
})

/** Asks for a code and reads it from the mail. */
async function codeFor(visitor: Visitor, email: string) {
  const sent = await visitor.submit(await visitor.get('/sign-in'), 'email', { email })
  const page = await visitor.get(sent.location ?? '')
  const mail = await waitUntil('the mail was sent', () => mailServer.mails.find((text) => text.includes(email)))
  const [, first = '', second = ''] = /(\d{4})(\d{4})/.exec(mail.slice(mail.indexOf('\r\n\r\n'))) ?? []
  return { page, code: first + second }
}

test('signing in offers no mailbox, and the code comes by mail', async () => {
  const visitor = new Visitor(gateway.url)
  const { page, code } = await codeFor(visitor, newEmail())
  expect(page.html).not.toMatch(/\/dev\/|mailbox/i)
  const signedIn = await visitor.submit(page, 'code', { code })
  expect(signedIn).toMatchObject({ status: 303, location: '/wallet' })
  const wallet = await visitor.get('/wallet')
  expect(wallet).toMatchObject({ status: 200, text: expect.stringContaining('No money yet') })
  expect(wallet.html).not.toContain('top-up')
})

test('the action behind topping up refuses as well', async () => {
  // The form of the development gateway: it is the same build.
  const developer = await personWith(world.url, '1.00')
  const { fields } = formWith(await developer.get('/wallet/top-up'), 'amount')
  const visitor = new Visitor(gateway.url)
  const { page, code } = await codeFor(visitor, newEmail())
  await visitor.submit(page, 'code', { code })
  for (const path of ['/wallet/top-up', '/wallet', '/sign-in']) {
    const answer = await visitor.post(path, { ...fields, currency: 'USD', amount: '5.00' })
    expect(answer.status, path).toBeGreaterThanOrEqual(400)
  }
  expect((await db.written()).transfers).toBe(0)
})

test('no code, address, token or key gets into the log', async () => {
  const visitor = new Visitor(gateway.url)
  const email = newEmail()
  const { page, code } = await codeFor(visitor, email)
  await visitor.submit(page, 'code', { code })
  const log = gateway.output()
  expect(log).toContain('the gateway is ready')
  const token = visitor.cookies.get('next-auth.session-token') ?? ''
  expect(token).not.toBe('')
  for (const secret of [code, `${code.slice(0, 4)} ${code.slice(4)}`, email, token, PRIVATE_KEY])
    expect(log).not.toContain(secret)
})

test('fetches nothing from private addresses: peers there are out of reach', async () => {
  const before = world.mg.received.length
  const answer = await call(gateway.url, world.mg, { path: '/opencharge/capabilities' })
  expect({ status: answer.status, code: JSON.parse(answer.text).error.code }).toEqual({
    status: 502,
    code: 'METADATA_UNAVAILABLE',
  })
  expect(world.mg.received).toHaveLength(before)
})

test('forms may not end at plain http, not even on loopback', async () => {
  const { headers } = await exchange(gateway.url, { path: '/sign-in' })
  expect(String(headers['content-security-policy'])).toMatch(/form-action 'self' https:;/)
})

test('behind https the cookie is for https only, and so is the site', async () => {
  const settings = await production()
  const reachedAt = `http://localhost:${settings.PORT}`
  const secure = await startGateway({ ...settings, PUBLIC_URL: 'https://pay.example' }, reachedAt)
  const visitor = new Visitor(reachedAt, [['sec-fetch-site', 'same-origin']])
  const origin = { headers: [['origin', 'https://pay.example']] as const }
  const email = newEmail()
  const sent = await visitor.submit(await visitor.get('/sign-in'), 'email', { email }, origin)
  const mail = await waitUntil('the mail was sent', () => mailServer.mails.find((text) => text.includes(email)))
  const [, first = '', second = ''] = /(\d{4})(\d{4})/.exec(mail.slice(mail.indexOf('\r\n\r\n'))) ?? []
  const signedIn = await visitor.submit(
    await visitor.get(String(sent.location)),
    'code',
    { code: first + second },
    origin,
  )
  await secure.stop()
  expect(String(signedIn.headers['set-cookie'])).toMatch(/^__Host-next-auth\.session-token=[^;]+;.*; ?Secure/i)
  expect(signedIn.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/)
  // Mails are cut into short lines, with an equals sign at each cut.
  expect(mail.replaceAll('=\r\n', '')).toContain('https://pay.example/sign-in/confirm')
})

test('does not start on a database that holds play money', async () => {
  const settings = { ...(await production()), DATABASE_URL: inject('gateway').databaseUrl }
  const refused = launchGateway(settings)
  expect(await refused.ended).toMatchObject({ code: 1 })
  expect(refused.output()).toMatch(/play money/)
})
