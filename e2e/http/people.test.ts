import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { newEmail, personWith } from './testing/person'
import { formSaying, type Page, Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'
import { useWorld } from './testing/world'

const world = useWorld()
const ARRIVED = `SELECT text FROM development_mails WHERE recipient = $1 AND subject LIKE '%arrived in your wallet%'`
const evil = { headers: [['origin', 'https://evil.example']] as const }

/** Two people, and the page on which the first is about to send to the second. */
async function aboutToSend(amount = '2.50') {
  const [adasEmail, bensEmail] = [newEmail('ada'), newEmail('ben')]
  const ada = await personWith(world.url, '20.00', adasEmail)
  const ben = await personWith(world.url, '1.00', bensEmail)
  const fields = { to: bensEmail, currency: 'USD', amount, memo: '' }
  const reviewed = await ada.submit(await ada.get('/wallet/send'), 'to', fields)
  expect(reviewed.status).toBe(303)
  return { ada, ben, adasEmail, bensEmail, confirm: await ada.get(reviewed.location ?? '') }
}

async function requestOf(asker: Visitor, amount = '2.50'): Promise<string> {
  const fields = { currency: 'USD', amount, memo: '' }
  const asked = await asker.submit(await asker.get('/wallet/request'), 'amount', fields)
  return asked.location ?? ''
}

const shows = async (who: Visitor, amount: string) => expect((await who.get('/wallet')).text).toContain(amount)

const expectForbidden = (page: Page) => {
  expect(page.status).toBe(403)
  expect(page.text).toMatch(/nothing was done/)
}

test('another site can neither send money, nor ask for it, nor pay or withdraw a request', async () => {
  const { ada, ben, confirm } = await aboutToSend()
  const path = await requestOf(ben)
  const before = await world.db.written()
  expectForbidden(await ada.submit(confirm, 'key', {}, evil))
  expectForbidden(await ada.submit(await ada.get('/wallet/send'), 'to', {}, evil))
  expectForbidden(await ada.submit(await ada.get('/wallet/request'), 'amount', { amount: '1' }, evil))
  expectForbidden(await ada.post(path, formSaying(await ada.get(path), /Pay \$2\.50/).fields, evil))
  expectForbidden(await ben.post(path, formSaying(await ben.get(path), /Withdraw/).fields, evil))
  expect(await world.db.written()).toEqual(before)
})

test('opening an address never sends, whatever stands in it', async () => {
  const { ada, confirm } = await aboutToSend()
  const before = await world.db.written()
  await ada.get(confirm.path)
  await ada.get(`${confirm.path}&confirm=1`)
  expect(await world.db.written()).toEqual(before)
})

test('who is led to the last step by a link comes to the form, with no button that sends and no notice of the linker', async () => {
  const { ada, bensEmail } = await aboutToSend()
  const query = new URLSearchParams({ to: bensEmail, currency: 'USD', amount: '9.00', memo: 'gift' })
  const linked = `/wallet/send/${randomUUID()}?${query}&problem=CONFIRMATION_REQUIRED&mark=x`
  const led = await ada.get(linked)
  expect([led.status, led.location]).toEqual([307, `/wallet/send?${query}`])
  const form = await ada.get(led.location ?? '')
  expect(form.html).toContain(bensEmail)
  expect(form.text).not.toContain('Send $9.00')
  for (const problem of ['FORM_USED', 'TOO_MANY_LOOKUPS', 'RECIPIENT_UNKNOWN']) {
    expect((await ada.get(`/wallet/send?${query}&problem=${problem}`)).text).not.toContain('Nothing was sent')
  }
})

test('a draft is for whoever made it: its address shows another person no button, and is not changed by hand', async () => {
  const { ada, confirm } = await aboutToSend()
  const eve = await personWith(world.url, '5.00')
  for (const [who, path] of [
    [eve, confirm.path],
    [ada, confirm.path.replace('amount=2.50', 'amount=20.00')],
  ] as const) {
    expect((await who.get(path)).location).toMatch(/^\/wallet\/send\?/)
  }
})

test('to oneself, and more than there is, is refused before the last step, which says what will be left', async () => {
  const { ada, adasEmail, bensEmail, confirm } = await aboutToSend()
  expect(confirm.text).toContain('$17.50')
  expect(confirm.text).toContain('Look at the address once more')
  for (const [change, sentence] of [
    [{ to: adasEmail }, 'That is you.'],
    [{ to: bensEmail, amount: '20.01' }, 'There is not enough money in that wallet.'],
  ] as const) {
    const fields = { currency: 'USD', amount: '1.00', memo: '', ...change }
    const { location } = await ada.submit(await ada.get('/wallet/send'), 'to', fields)
    expect((await ada.get(location ?? '')).text).toContain(sentence)
  }
})

test('a form that is posted twenty times sends once, its page then says so, and its recipient is told by one mail', async () => {
  const { ada, ben, adasEmail, bensEmail, confirm } = await aboutToSend()
  const sent = await Promise.all(Array.from({ length: 20 }, () => ada.clone().submit(confirm, 'key')))
  expect(new Set(sent.map(({ status, location }) => `${status} ${location}`)).size).toBe(1)
  expect((await ada.get(confirm.path)).text).toContain('$2.50 went from your wallet')
  await shows(ada, '$17.50')
  await shows(ben, '$3.50')
  const mails = () => world.db.rows<{ text: string }>(ARRIVED, [bensEmail])
  await waitUntil('the recipient is told', async () => (await mails()).length > 0)
  expect(await mails()).toEqual([{ text: expect.stringContaining(`${adasEmail} sent you $2.50.`) }])
})

test('what one person is about to send is not sent by another, whatever a form posted by hand says', async () => {
  const { ada, ben, confirm } = await aboutToSend()
  const stolen = formSaying(confirm, /Send \$2\.50/).fields
  const eve = await personWith(world.url, '5.00')
  const sent = await eve.post(confirm.path, { ...stolen, senderId: '1', walletId: '1', userId: '1' })
  expect([sent.status, sent.location]).toEqual([303, expect.stringMatching(/^\/wallet\/send\?/)])
  await shows(eve, '$5.00')
  await shows(ada, '$20.00')
  await shows(ben, '$1.00')
})

test.each([
  ['a negative amount', { amount: '-5' }],
  ['zero', { amount: '0' }],
  ['an amount that is too precise', { amount: '0.001' }],
  ['an amount with a comma that may stand between thousands', { amount: '1,000' }],
  ['an amount with an exponent', { amount: '1e2' }],
  ['an amount of a megabyte', { amount: '9'.repeat(20_000) }],
  ['another currency', { currency: 'XXX' }],
  ['no recipient', { to: '' }],
  ['a recipient that is markup', { to: '<script>alert(1)</script>' }],
  ['a recipient that is a query', { to: "x' OR 1=1 --@example.com" }],
  ['a key that is none', { key: '../../etc' }],
])('a hand-made form with %s sends nothing and is no error of ours', async (_, change) => {
  const { ada, confirm } = await aboutToSend()
  const before = await world.db.written()
  const answer = await ada.submit(confirm, 'key', change)
  expect(answer.status).toBe(303)
  const after = await ada.get(answer.location ?? '')
  expect(after.status).toBe(200)
  expect(after.html).not.toContain('<script>alert')
  expect(await world.db.written()).toEqual(before)
})

test("what one sent is not another's to see", async () => {
  const { ada, confirm, bensEmail } = await aboutToSend()
  const { location } = await ada.submit(confirm, 'key')
  const eve = await personWith(world.url, '5.00')
  const seen = await eve.get(location ?? '')
  expect([seen.status, seen.location]).toEqual([307, '/wallet/send'])
  expect(seen.html).not.toContain(bensEmail)
})

test('signed out, nothing of it is there, and a request tells no more than its amount and a masked name', async () => {
  const { ben, bensEmail } = await aboutToSend()
  const path = await requestOf(ben)
  const visitor = new Visitor(world.url)
  for (const page of ['/wallet/send', '/wallet/request', '/wallet/receive']) {
    expect((await visitor.get(page)).location).toContain('/sign-in')
  }
  const seen = await visitor.get(path)
  expect(seen.text).toContain(`${bensEmail[0]}…@example.com asks for $2.50`)
  expect(seen.html).not.toContain(bensEmail)
  expect(seen.html).toMatch(/<meta name="robots" content="noindex/)
  const guessed = await visitor.get(`${path.slice(0, -3)}AAA`)
  expect(guessed.status).toBe(404)
})

test('who lacks money for a request is led over the top-up, with what is missing, back to it', async () => {
  const path = await requestOf(await personWith(world.url, '1.00'), '4.00')
  const payer = await personWith(world.url, '1.50')
  const page = await payer.get(path)
  expect(page.text).toContain('You need $2.50 more to pay this.')
  const query = new URLSearchParams({ request: path.slice('/request/'.length), currency: 'USD', amount: '2.50' })
  expect(page.html).toContain(`/wallet/top-up?${query}`.replaceAll('&', '&amp;'))
  const form = await payer.get(`/wallet/top-up?${query}`)
  expect(form.text).toContain('After this you go back to pay $4.00')
  expect((await payer.submit(form, 'amount', { currency: 'USD', amount: '1,000' })).location).toMatch(
    /request=.*problem=INVALID_AMOUNT$/,
  )
  expect((await payer.submit(form, 'amount', { currency: 'USD' })).location).toBe(path)
  expect((await payer.get(path)).text).toContain('Pay $4.00')
  expect((await payer.submit(form, 'amount', { currency: 'USD', request: '//evil.example' })).location).toBe('/wallet')
})

test('a request with nothing left to pay leads on: to the wallet, or to signing in', async () => {
  const asker = await personWith(world.url, '1.00')
  const [path, visitor] = [await requestOf(asker), new Visitor(world.url)]
  await asker.post(path, formSaying(await asker.get(path), /Withdraw/).fields)
  const other = await personWith(world.url, '1.00')
  for (const gone of [path, `${path.slice(0, -3)}AAA`]) {
    expect((await other.get(gone)).html).toMatch(/href="\/wallet"[^>]*>Back to your wallet/)
    expect((await visitor.get(gone)).html).toMatch(/href="\/sign-in\?next=[^"]*"[^>]*>Sign in</)
  }
})

test('a request that is paid by many at once takes money from one', async () => {
  const asker = await personWith(world.url, '1.00')
  const path = await requestOf(asker, '4.00')
  const people = await Promise.all(Array.from({ length: 5 }, () => personWith(world.url, '10.00')))
  const forms = await Promise.all(people.map(async (one) => formSaying(await one.get(path), /Pay \$4\.00/).fields))
  await Promise.all(people.map((one, index) => one.post(path, forms[index] ?? {})))
  const pages = await Promise.all(people.map((one) => one.get('/wallet')))
  expect(pages.filter(({ text }) => text.includes('$6.00'))).toHaveLength(1)
  await shows(asker, '$5.00')
})
