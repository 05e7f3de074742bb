import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readEvidence } from '@/lib/opencharge/evidence'
import { judgeEvidence } from '@/lib/opencharge/judge-evidence'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { openCheckout } from './testing/checkout'
import { startGateway, unhurried } from './testing/gateway-process'
import { newEmail, paidLocation, pay, personWith } from './testing/person'
import { formSaying, Visitor } from './testing/visitor'
import { useWorld } from './testing/world'

const world = useWorld()

/** Somebody who has paid, and the receipt of it. */
async function withReceipt(changes: Record<string, unknown> = {}) {
  const email = newEmail()
  const person = await personWith(world.url, '500.00', email)
  const checkout = await openCheckout(world, changes)
  expect((await pay(person, checkout)).location).toBe(paidLocation(checkout))
  const page = await person.get(checkout.page)
  const opened = await person.post(page.path, formSaying(page, /Open the receipt/).fields)
  expect(opened.status).toBe(303)
  const path = opened.location ?? ''
  expect(path).toMatch(/^\/receipts\/[A-Za-z0-9_-]{22}$/)
  return { email, person, checkout, path }
}

const wrongToken = () => `/receipts/${randomBytes(16).toString('base64url')}`

describe('a receipt', () => {
  test('is shown to whoever has its address, with nothing of the payer, and for no search engine', async () => {
    const { email, checkout, path } = await withReceipt()
    const page = await new Visitor(world.url).get(path)
    expect(page.status).toBe(200)
    expect(page.text).toContain(checkout.order.id)
    expect(page.text).toMatch(/Merchant\W+OCID \d+, known today as /)
    expect(page.headers['x-robots-tag']).toBe('noindex, nofollow')
    expect(page.html).toContain('<meta name="robots" content="noindex, nofollow"')
    const [user] = await world.db.rows('SELECT id, reference FROM users WHERE email = $1', [email])
    const bundle = await new Visitor(world.url).get(`${path}/bundle.json`)
    for (const secret of [email, String(user?.id), String(user?.reference)]) {
      expect(page.html).not.toContain(secret)
      expect(bundle.html).not.toContain(secret)
    }
    expect(page.forms.some(({ text }) => /Email it/.test(text))).toBe(false)
  })

  test('leads whoever is signed in to the wallet, and nobody else', async () => {
    const { person, path } = await withReceipt()
    const own = await person.get(path)
    expect(own.html.match(/href="\/wallet"/g)).toHaveLength(2)
    expect((await new Visitor(world.url).get(path)).html).not.toContain('href="/wallet"')
  })

  test('has a bundle that proves the payment by itself', async () => {
    const { path } = await withReceipt()
    const { html, headers } = await new Visitor(world.url).get(`${path}/bundle.json`)
    expect(headers['content-disposition']).toMatch(/^attachment; filename="receipt-tx_[0-9a-f]+\.json"$/)
    const evidence = readEvidence(new TextEncoder().encode(html))
    if (!evidence.ok) throw new Error(evidence.error)
    const judged = judgeEvidence(evidence.value, nobleCrypto, new Map(), Math.floor(Date.now() / 1000))
    expect(judged).toMatchObject({ verdict: 'valid', key: { ocid: 200 } })
    expect(judged.checks.map(({ state }) => state)).not.toContain('fault')
    expect(judged.checks).toContainEqual(expect.objectContaining({ reason: 'ORDER_SIGNED' }))
  })

  test('is mailed to the payer, who alone has the button', async () => {
    const { person, email, path } = await withReceipt()
    const page = await person.get(path)
    const sent = await person.post(path, formSaying(page, /Email it/).fields)
    expect(sent.location).toBe(`${path}?mailed`)
    const mailbox = await new Visitor(world.url).get(`/dev/mail?to=${encodeURIComponent(email)}`)
    expect(mailbox.text).toContain('Receipt:')
    const other = await personWith(world.url, '1.00')
    const stolen = await other.post(path, formSaying(page, /Email it/).fields)
    expect(stolen.location).toBe(`${path}?problem=NOT_YOURS`)
  })

  test('is opened by nobody but the payer, whatever a form says', async () => {
    const { person, checkout } = await withReceipt()
    const page = await person.get(checkout.page)
    const { fields } = formSaying(page, /Open the receipt/)
    const other = await personWith(world.url, '1.00')
    expect((await other.post(page.path, fields)).location).toBe('/wallet/activity')
    expect((await new Visitor(world.url).post(page.path, fields)).location).toMatch(/^\/sign-in\?/)
    const crossSite = await person.post(page.path, fields, { headers: [['origin', 'https://evil.example']] })
    expect(crossSite.status).toBe(403)
  })

  test('with a guessed or broken token is not there, and nothing tells one from the other', async () => {
    const { path } = await withReceipt()
    const visitor = new Visitor(world.url)
    const guesses = [wrongToken(), `${path}A`, path.slice(0, -1), '/receipts/%00', '/receipts/..%2f..', `${path}%20`]
    const seen = await Promise.all(guesses.map((guess) => visitor.get(guess)))
    for (const { status, html } of seen) {
      expect(status).toBe(404)
      expect(html).toContain('href="/wallet"')
    }
    expect(new Set(seen.slice(0, 3).map(({ text }) => text)).size).toBe(1)
    for (const guess of guesses.slice(0, 3)) {
      expect(await visitor.get(`${guess}/bundle.json`)).toMatchObject({ status: 404 })
    }
  })
})

describe('activity', () => {
  test('is for people who are signed in, and leads back after signing in', async () => {
    const visitor = new Visitor(world.url)
    expect((await visitor.get('/wallet/activity?q=tea')).location).toBe('/sign-in?next=%2Fwallet%2Factivity%3Fq%3Dtea')
    expect((await visitor.get('/wallet/activity/1')).location).toBe('/sign-in?next=%2Fwallet%2Factivity%2F1')
    expect(await visitor.get('/wallet/activity.csv')).toMatchObject({ status: 303 })
  })

  test('shows another’s movement to nobody', async () => {
    const { person } = await withReceipt()
    const id = /\/wallet\/activity\/([0-9]+)/.exec((await person.get('/wallet/activity')).html)?.[1] ?? ''
    expect((await person.get(`/wallet/activity/${id}`)).status).toBe(200)
    const other = await personWith(world.url, '1.00')
    const [theirs, none] = [await other.get(`/wallet/activity/${id}`), await other.get('/wallet/activity/999999999')]
    expect([theirs.status, none.status]).toEqual([404, 404])
    expect(theirs.text).toBe(none.text)
  })

  test('as CSV holds the same movements as the page, and no formula of a merchant', async () => {
    const { person, checkout } = await withReceipt({ memo: '=HYPERLINK("https://evil.example")' })
    await pay(person, await openCheckout(world))
    const all = await person.get('/wallet/activity.csv')
    expect(all.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(all.html.trim().split('\n')).toHaveLength(4)
    const one = await person.get(`/wallet/activity.csv?q=${checkout.order.id}`)
    const lines = one.html.trim().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
    expect(lines[1]).toContain(`,-${checkout.order.amount},USD,Corner Shop,`)
  })
})

test('whoever guesses on and on is told to wait, and then sees no receipt at all', async () => {
  const { path } = await withReceipt()
  // A process of its own on the same database: the limit of the others' address shall stay as it is.
  const { databaseUrl, dataDir, registryFile } = world
  const settings = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    REGISTRY: `file:${registryFile}`,
    WORKER: 'none',
  } as const
  const gateway = await startGateway({ ...unhurried, ...settings })
  try {
    const guesser = new Visitor(gateway.url)
    for (let count = 0; count < 70; count++) await guesser.get(wrongToken())
    const page = await guesser.get(path)
    expect(page.status).toBe(429)
    expect(page.text).toContain('No money has moved')
    expect(await guesser.get(`${path}/bundle.json`)).toMatchObject({ status: 429 })
  } finally {
    await gateway.stop()
  }
})
