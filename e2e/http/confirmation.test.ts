import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { type OpenedCheckout, openCheckout } from './testing/checkout'
import { newEmail, paidLocation, personWith, signIn } from './testing/person'
import { type Page, Visitor } from './testing/visitor'
import { useWorld } from './testing/world'

const world = useWorld()

let email: string
let ada: Visitor
let checkout: OpenedCheckout

beforeEach(async () => {
  email = newEmail()
  ada = await personWith(world.url, '20.00', email)
  checkout = await openCheckout(world)
})

const ofAda = () => `(SELECT id FROM users WHERE email = '${email}')`

/** A passkey that nobody holds, and the amount above which Ada is asked for it. */
async function askAbove(amountMinor: number): Promise<void> {
  const credential = randomBytes(12).toString('base64url')
  await world.db.rows(`INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, name)
    VALUES (${ofAda()}, '${credential}', '\\x01', 0, '{}', 'test')`)
  await world.db.rows(`INSERT INTO confirmation_limits VALUES (${ofAda()}, 'USD', ${amountMinor})`)
}

const confirmIn = (session: string, subject = checkout.sessionId) =>
  world.db.rows(`INSERT INTO payment_confirmations (session_id, subject, amount_minor, currency)
    SELECT id, '${subject}', 450, 'USD' FROM sessions WHERE user_id = ${ofAda()} ${session}`)

const balance = async () =>
  (await world.db.rows(`SELECT a.balance_minor - a.held_minor + coalesce(
      (SELECT sum(amount_minor) FROM account_postings WHERE account_id = a.id), 0) AS minor
    FROM ledger_accounts a WHERE user_id = ${ofAda()}`)) as unknown

describe('above the amount that the payer set', () => {
  let pageFromBefore: Page

  beforeEach(async () => {
    pageFromBefore = await ada.get(checkout.page)
    await askAbove(449)
  })

  test('a form posted by hand pays nothing, says so, and the page has no Pay any more', async () => {
    const before = [await balance(), await world.db.written()]
    const refused = await ada.submit(pageFromBefore, 'walletId')
    expect(refused.location).toBe(`${checkout.page}?problem=CONFIRMATION_REQUIRED`)
    expect([await balance(), await world.db.written()]).toEqual(before)
    const page = await ada.get(refused.location ?? '')
    expect(page.text).toMatch(/asking for your passkey. Nothing has been charged/)
    expect(page.text).toContain('Confirm with a passkey')
    expect(page.text).not.toContain('Pay $4.50')
  })

  test('a confirmation in this browser lets this checkout be paid', async () => {
    await confirmIn('')
    expect(await ada.submit(pageFromBefore, 'walletId')).toMatchObject({ location: paidLocation(checkout) })
  })

  test('one in another browser does not', async () => {
    const phone = new Visitor(world.url)
    await signIn(phone, email)
    await confirmIn('ORDER BY created_at DESC LIMIT 1')
    expect((await ada.submit(pageFromBefore, 'walletId')).location).toMatch(/problem=CONFIRMATION_REQUIRED$/)
    expect((await phone.submit(await phone.get(checkout.page), 'walletId')).location).toBe(paidLocation(checkout))
  })

  test('what is no answer of a passkey confirms nothing', async () => {
    const page = await ada.get(checkout.page)
    for (const answer of ['', '{}', '{"id":"x"}', '['.repeat(1000)]) {
      const refused = await ada.submit(page, 'answer', { answer })
      expect(refused.location).toBe(`${checkout.page}?passkey=NO_ANSWER`)
    }
    expect((await ada.submit(pageFromBefore, 'walletId')).location).toMatch(/problem=CONFIRMATION_REQUIRED$/)
  })
})

describe('the page of security', () => {
  test('is for nobody who is not signed in', async () => {
    expect((await new Visitor(world.url).get('/wallet/security')).location).toBe('/sign-in?next=/wallet/security')
  })

  test("ends a session, which is out with its next request; another person's it does not end", async () => {
    const phone = new Visitor(world.url)
    await signIn(phone, email)
    const ben = await personWith(world.url, '1.00')
    const [session] = await world.db.rows(
      `SELECT id FROM sessions WHERE user_id = ${ofAda()} ORDER BY created_at DESC LIMIT 1`,
    )
    const id = String((session as { id: string }).id)
    await ben.submit(await ben.get('/wallet/security'), 'id', { id })
    expect((await phone.get('/wallet')).status).toBe(200)
    await ada.submit(await ada.get('/wallet/security'), 'id', { id })
    expect((await phone.get('/wallet')).location).toMatch(/^\/sign-in/)
    expect((await ada.get('/wallet')).status).toBe(200)
  })

  test('sets no amount for somebody without a passkey', async () => {
    const page = await ada.get('/wallet/security')
    expect(page.text).toContain('Add a passkey first. Then you can set an amount here.')
    expect(page.forms.some(({ fields }) => 'amount' in fields)).toBe(false)
  })

  test('shows what a browser calls itself as words of ours', async () => {
    const odd = new Visitor(world.url, [['user-agent', '<img src=x onerror=alert(1)> Firefox/1 Linux']])
    await signIn(odd, email)
    const page = await odd.get('/wallet/security')
    expect(page.text).toContain('Firefox on Linux')
    expect(page.html).not.toContain('onerror')
  })
})

test('signing in again in a browser leaves no session behind', async () => {
  await signIn(ada, email)
  expect(await world.db.rows(`SELECT count(*)::int AS sessions FROM sessions WHERE user_id = ${ofAda()}`)).toEqual([
    { sessions: 1 },
  ])
})
