import { describe, expect, test } from 'vitest'
import { openCheckout } from './testing/checkout'
import { askForCode, newEmail, personWith, signIn } from './testing/person'
import { type Page, Visitor } from './testing/visitor'
import { exchange } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()

const pages: [name: string, open: () => Promise<Page>][] = [
  ['a checkout for a stranger', async () => new Visitor(world.url).get((await openCheckout(world)).page)],
  ['a checkout for a payer', async () => (await personWith(world.url, '9.00')).get((await openCheckout(world)).page)],
  ['sign-in', () => new Visitor(world.url).get('/sign-in')],
  ['the page for the code', () => askForCode(new Visitor(world.url), newEmail())],
  ['a wallet', async () => (await personWith(world.url, '1.00')).get('/wallet')],
  ['topping up', async () => (await personWith(world.url, '1.00')).get('/wallet/top-up')],
  ['a page that is not there', () => new Visitor(world.url).get('/nothing')],
  ['the development mailbox', () => new Visitor(world.url).get('/dev/mail')],
]

const policyOf = ({ headers }: Page) => String(headers['content-security-policy'])
const nonceOf = (page: Page) => /'nonce-([^']+)'/.exec(policyOf(page))?.[1]

describe.each(pages)('%s', (_, open) => {
  test('lets run only what carries the nonce of this very answer', async () => {
    const page = await open()
    const nonce = nonceOf(page)
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22,}={0,2}$/)
    const scripts = [...page.html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes)
    expect(scripts.length).toBeGreaterThan(0)
    for (const attributes of scripts) expect(attributes).toContain(`nonce="${nonce}"`)
    expect(page.html).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i)
    expect(page.html).not.toMatch(/(?:href|action|src|formaction)="\s*(?:javascript|data):/i)
    expect(page.html).not.toMatch(/<style\b(?![^>]*nonce=)/)
    expect(page.html).not.toMatch(/<[a-z][^>]*\sstyle="/)
  })

  test('may not be framed, tells nobody where it was, and loads from nowhere else', async () => {
    const page = await open()
    const policy = policyOf(page)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    // Only where forms end may be anywhere: browsers apply that to the redirect to the merchant as well.
    expect(policy.replace(/form-action [^;]*/, '')).not.toMatch(/unsafe-inline|unsafe-eval|\*/)
    expect(page.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    expect(page.headers).not.toHaveProperty('x-powered-by')
    expect(page.headers).not.toHaveProperty('server')
    const loaded = [...page.html.matchAll(/<(?:script|img|link)\b[^>]*?(?:src|href)="([^"]*)"/g)].map(
      ([, from = '']) => from,
    )
    for (const from of loaded) expect(from).toMatch(/^\/(?!\/)/)
  })

  test('is kept by no cache on the way', async () => {
    expect(String((await open()).headers['cache-control'])).toMatch(/no-store|private/)
  })
})

test('every answer has another nonce', async () => {
  const { page } = await openCheckout(world)
  const visitor = new Visitor(world.url)
  const nonces = await Promise.all(Array.from({ length: 10 }, async () => nonceOf(await visitor.get(page))))
  expect(new Set(nonces).size).toBe(10)
})

test('a nonce or policy that a client sends is not used', async () => {
  const visitor = new Visitor(world.url, [
    ['content-security-policy', "script-src 'nonce-evil'"],
    ['content-security-policy-report-only', "script-src 'nonce-evil'"],
    ['x-nonce', 'evil'],
  ])
  const page = await visitor.get('/sign-in')
  expect(policyOf(page)).not.toContain('evil')
  expect(page.html).not.toContain('nonce="evil"')
})

test('Host and forwarded headers of a client do not get into pages or redirects', async () => {
  const visitor = new Visitor(world.url, [
    ['host', 'evil.example'],
    ['x-forwarded-host', 'evil.example'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-port', '666'],
    ['forwarded', 'host=evil.example'],
  ])
  for (const path of [
    '/wallet',
    '/',
    '/sign-in',
    (await openCheckout(world)).page,
    '/api/auth/signin',
    '/api/auth/session',
  ]) {
    const page = await visitor.get(path)
    expect(`${page.html} ${page.location}`, path).not.toContain('evil.example')
  }
})

test('an action with a foreign Host neither calls that host nor redirects to it', async () => {
  const visitor = new Visitor(world.url)
  await signIn(visitor, newEmail())
  const wallet = await visitor.get('/wallet')
  const evil = new URL(world.mg.endpoint).host
  const action = /name="\$ACTION_ID_([0-9a-f]+)"/.exec(wallet.html)?.[1] ?? ''
  const answer = await exchange(world.url, {
    method: 'POST',
    path: '/wallet',
    headers: [
      ['host', evil],
      ['x-forwarded-host', evil],
      ['next-action', action],
      ['content-type', 'text/plain;charset=UTF-8'],
    ],
    body: '[]',
  })
  expect(`${answer.text} ${JSON.stringify(answer.headers)}`).not.toContain(evil)
  expect(world.network.strays).toEqual([])
})

test('the session cookie is out of reach of scripts and of other sites', async () => {
  const visitor = new Visitor(world.url)
  const { headers } = await signIn(visitor, newEmail())
  const [cookie = '', ...others] = (headers['set-cookie'] ?? []).filter((line) => line.includes('session-token'))
  expect(others).toEqual([])
  expect(cookie).toMatch(/^next-auth\.session-token=[A-Za-z0-9_-]{43,};/)
  expect(cookie).toMatch(/; ?HttpOnly/i)
  expect(cookie).toMatch(/; ?SameSite=Lax/i)
  expect(cookie).toMatch(/; ?Path=\/(;|$)/i)
  expect(cookie).not.toMatch(/Domain=/i)
})

test('the database keeps no token that would sign anybody in', async () => {
  const visitor = new Visitor(world.url)
  await signIn(visitor, newEmail())
  const token = visitor.cookies.get('next-auth.session-token') ?? ''
  const [found] = await world.db.rows('SELECT count(*)::int AS n FROM sessions WHERE session_token = $1', [token])
  expect(found).toEqual({ n: 0 })
})
