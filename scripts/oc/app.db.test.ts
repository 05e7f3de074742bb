import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { authenticate } from '@/lib/applications/authenticate'
import { listSigningSecrets } from '@/lib/applications/signing-secret-store'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { runCommand, runJson } from './testing/run-command'
import { startSmallNetwork } from './testing/small-network'

vi.stubEnv('GATEWAY_MODE', 'development')
useTestDatabase()

interface Credential {
  readonly id: string
  readonly mode: string
  readonly key: string
  readonly secret: string
}
interface Added {
  readonly id: string
  readonly credentials: readonly [Credential, Credential]
  readonly signingSecret: string
}

let shop: Added

beforeAll(async () => {
  const { document } = await runJson([
    'app',
    'add',
    '--name',
    'Rooftop Books',
    '--webhook-url',
    'https://books.example/hook',
  ])
  shop = document as Added
})

const who = ({ key, secret }: Credential) =>
  authenticate(new Headers({ 'x-api-key': key, 'x-api-secret': secret }), `${Math.random()}`)
const audit = async (action: string) =>
  (await sql(`SELECT subject FROM audit_entries WHERE action = '${action}'`)).map(({ subject }) => subject)

describe('app add', () => {
  test('gives a pair for each mode that works, and the secret of the webhooks', async () => {
    expect(shop.credentials.map(({ mode }) => mode)).toEqual(['TEST', 'LIVE'])
    for (const credential of shop.credentials) {
      expect(await who(credential)).toMatchObject({
        ok: true,
        value: { mode: credential.mode, application: { id: shop.id } },
      })
    }
    expect(shop.signingSecret).toMatch(/^whsec_/)
    expect(await audit('app.add')).toEqual([shop.id])
  })

  test('shows them once: a list has the end of the key alone', async () => {
    const { out } = await runCommand(['app', 'list'])
    for (const { key, secret, id } of shop.credentials) {
      expect(out).toContain(id)
      expect(out).toContain(key.slice(-4))
      expect(out).not.toContain(key)
      expect(out).not.toContain(secret)
    }
    const { document } = await runJson(['app', 'list'])
    expect(JSON.stringify(document)).not.toContain(shop.signingSecret)
  })

  test.each([
    ['--webhook-url', 'http://books.example/hook'],
    ['--webhook-url', 'https://user:word@books.example'],
    ['--webhook-url', 'https://books.example:25/hook'],
    ['--success-url', 'javascript:alert(1)'],
    ['--least-amount-minor', '0'],
    ['--most-amount-minor', '1.5'],
    ['--name', '\u202e'],
  ])('refuses %s %s, and adds nothing', async (option, value) => {
    const { exitCode } = await runCommand(['app', 'add', '--name', 'Refused', option, value])
    expect(exitCode).toBe(2)
    expect(await sql("SELECT id FROM applications WHERE name <> 'Rooftop Books'")).toEqual([])
  })

  test('refuses bounds between which there is no amount', async () => {
    const bounds = ['--least-amount-minor', '100', '--most-amount-minor', '99']
    expect(await runCommand(['app', 'add', '--name', 'Refused', ...bounds])).toMatchObject({ exitCode: 2 })
  })
})

describe('app set', () => {
  const agreed = async () => {
    const [row] = await sql(
      `SELECT name, webhook_url, success_url, has_receipts, most_amount_minor::text AS most FROM applications WHERE id = '${shop.id}'`,
    )
    return row
  }
  const set = (...options: string[]) => runCommand(['app', 'set', '--app', shop.id, ...options])

  test('changes what is named, takes away what is none, and leaves the rest', async () => {
    const before = await agreed()
    await set('--success-url', 'https://books.example/thanks', '--receipts', 'off', '--most-amount-minor', '5000')
    const changed = { success_url: 'https://books.example/thanks', has_receipts: false, most: '5000' }
    expect(await agreed()).toEqual({ ...before, ...changed })
    await set('--success-url', 'none', '--receipts', 'on', '--most-amount-minor', 'none')
    expect(await agreed()).toEqual(before)
    expect(await audit('app.set')).toEqual([shop.id, shop.id])
  })

  test.each([
    [[], 2],
    [['--webhook-url', 'http://books.example/hook'], 2],
    [['--least-amount-minor', '100', '--most-amount-minor', '99'], 2],
    [['--app', 'app_nobody', '--name', 'X'], 1],
  ])('refuses %j, and changes nothing', async (options, exitCode) => {
    const before = await agreed()
    expect(await set(...options)).toMatchObject({ exitCode })
    expect(await agreed()).toEqual(before)
  })
})

test('app rotate gives a new pair; the old one works until its day is over', async () => {
  const { document } = await runJson(['app', 'rotate', '--app', shop.id, '--mode', 'LIVE'])
  const [, old] = shop.credentials
  for (const credential of [document as Credential, old])
    expect(await who(credential)).toMatchObject({ ok: true, value: { mode: 'LIVE' } })
  const [row] = await sql(
    `SELECT extract(epoch FROM expires_at - now()) AS left FROM app_credentials WHERE id = '${old.id}'`,
  )
  expect(Number(row?.left)).toBeGreaterThan(86_300)
  expect(Number(row?.left)).toBeLessThanOrEqual(86_400)
  await sql(`UPDATE app_credentials SET expires_at = now() - interval '1 second' WHERE id = '${old.id}'`)
  expect(await who(old)).toEqual({ ok: false, error: { code: 'UNAUTHORIZED' } })
  expect(await audit('app.rotate')).toEqual([shop.id])
})

test('a further pair leaves the others as they are', async () => {
  const { document } = await runJson(['app', 'rotate', '--app', shop.id, '--mode', 'TEST', '--add'])
  expect(await sql("SELECT id FROM app_credentials WHERE mode = 'TEST' AND expires_at IS NOT NULL")).toEqual([])
  expect(await who(document as Credential)).toMatchObject({ ok: true })
})

test('app revoke ends a pair at once, and once', async () => {
  const { document } = await runJson(['app', 'rotate', '--app', shop.id, '--mode', 'TEST', '--add'])
  const extra = document as Credential
  expect(await who(extra)).toMatchObject({ ok: true })
  expect(await runCommand(['app', 'revoke', extra.id])).toMatchObject({ exitCode: 0 })
  expect(await who(extra)).toEqual({ ok: false, error: { code: 'UNAUTHORIZED' } })
  expect(await who(shop.credentials[0])).toMatchObject({ ok: true })
  expect(await runCommand(['app', 'revoke', extra.id])).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('no credential'),
  })
})

test('app rotate-signing-secret lets both sign for a day', async () => {
  const { document } = await runJson(['app', 'rotate-signing-secret', '--app', shop.id])
  const { signingSecret } = document as Added
  expect(await listSigningSecrets(shop.id)).toEqual([signingSecret, shop.signingSecret])
})

test.each([
  ['rotate', '--app', 'app_none', '--mode', 'TEST'],
  ['rotate-signing-secret', '--app', 'app_none'],
])('app %s names an application that is not there', async (...argv) => {
  expect(await runCommand(['app', ...argv])).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('no application app_none'),
  })
})

describe('events', () => {
  let network: Awaited<ReturnType<typeof startSmallNetwork>>

  beforeAll(async () => {
    network = await startSmallNetwork()
    for (const [name, value] of Object.entries(network.environment)) vi.stubEnv(name, value)
  })
  afterAll(async () => {
    await network.close()
    expect(await checkLedger()).toEqual([])
  })

  test.each(['payment.succeeded', 'payment.failed', 'payment.expired', 'payment.cancelled'])(
    'trigger %s lets it happen in TEST',
    async (event) => {
      const { document } = await runJson(['trigger', event, '--amount-minor', '1250', '--currency', 'USD'])
      const { paymentId } = document as { paymentId: string }
      expect(await sql(`SELECT type, mode FROM app_events WHERE subject_id = '${paymentId}'`)).toEqual([
        { type: event, mode: 'TEST' },
      ])
      expect(await sql(`SELECT amount_minor AS a FROM payments WHERE id = '${paymentId}'`)).toEqual([{ a: '1250' }])
    },
  )

  test('trigger refuses an event that there is not, and an amount that no payment may have', async () => {
    expect(await runCommand(['trigger', 'payment.won'])).toMatchObject({ exitCode: 2 })
    expect(await runCommand(['trigger', 'payment.failed', '--currency', 'XXX'])).toMatchObject({ exitCode: 2 })
  })

  test('listen forwards an event to a local server, signed as the webhook is', async () => {
    const received: { headers: Record<string, string>; body: string }[] = []
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part)
      received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(parts).toString() })
      response.writeHead(200).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    const listening = runJson(['listen', '--forward-to', to, '--count', '1'])
    await vi.waitFor(async () => {
      await runJson(['trigger', 'payment.succeeded', '--currency', 'USD'])
      expect(received).toHaveLength(1)
    }, 20_000)
    const { document } = await listening
    server.close()
    const [one] = received
    if (!one) throw new Error('nothing came')
    expect(document).toEqual({ events: [one.headers['webhook-id']] })
    expect(new Webhook(shop.signingSecret).verify(one.body, one.headers)).toMatchObject({
      type: 'payment.succeeded',
      mode: 'TEST',
    })
  })

  test('listen forwards to this machine alone', async () => {
    expect(await runCommand(['listen', '--forward-to', 'https://books.example/hook'])).toMatchObject({ exitCode: 2 })
  })
})

test('the log of an application without a webhook URL says why it is empty', async () => {
  const { document } = await runJson(['app', 'add', '--name', 'Quiet Shop'])
  const { id } = document as Added
  expect((await runCommand(['deliveries', 'list', '--app', id])).out).toContain('It has no webhook URL')
  expect((await runCommand(['deliveries', 'list', '--app', 'app_nobody'])).out).toContain('There is no application')
})
