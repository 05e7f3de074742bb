import { describe, expect, test } from 'vitest'
import { openCheckout } from './testing/checkout'
import { askForCode, mailedCode, newEmail, paidLocation, personWith } from './testing/person'
import { formSaying, type Page, Visitor } from './testing/visitor'
import { exchange, type Header } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()

const foreign: [what: string, headers: () => Header[]][] = [
  ['from another origin', () => [['origin', 'https://evil.example']]],
  ['from our host on another port', () => [['origin', 'http://localhost:1']]],
  ['from our port on another name', () => [['origin', world.url.replace('localhost', '127.0.0.1')]]],
  ['from a name that begins with ours', () => [['origin', `${world.url}.evil.example`]]],
  ['from our host over another scheme', () => [['origin', world.url.replace('http:', 'https:')]]],
  ['from a sandboxed frame', () => [['origin', 'null']]],
  [
    'from a sandboxed frame of another site',
    () => [
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
    ],
  ],
  [
    'that a browser calls cross-site',
    () => [
      ['origin', world.url],
      ['sec-fetch-site', 'cross-site'],
    ],
  ],
  [
    'that a browser calls same-site',
    () => [
      ['origin', world.url],
      ['sec-fetch-site', 'same-site'],
    ],
  ],
  ['that a browser calls cross-site, without an origin', () => [['sec-fetch-site', 'cross-site']]],
  ['with an empty origin', () => [['origin', '']]],
  [
    'with two origins',
    () => [
      ['origin', world.url],
      ['origin', 'https://evil.example'],
    ],
  ],
]

describe.each(foreign)('a form that is posted %s', (_, headers) => {
  test('does not pay', async () => {
    const ada = await personWith(world.url, '20.00')
    const { page } = await openCheckout(world)
    const seen = await ada.get(page)
    const before = await world.db.written()
    expectForbidden(await ada.submit(seen, 'walletId', {}, { headers: headers() }))
    expect(await world.db.written()).toEqual(before)
    expect((await ada.get(page)).text).toContain('Pay $4.50')
  })
})

function expectForbidden(page: Page): void {
  expect(page.status).toBe(403)
  expect(page.location).toBeNull()
  expect(page.headers).not.toHaveProperty('set-cookie')
  expect(page.text).toMatch(/nothing was done/)
}

const evil = { headers: [['origin', 'https://evil.example']] as const }

test('another site cannot cancel a checkout', async () => {
  const { page } = await openCheckout(world)
  const visitor = new Visitor(world.url)
  const cancel = formSaying(await visitor.get(page), /cancel/i).fields
  expectForbidden(await visitor.post(page, cancel, evil))
  expect((await visitor.get(page)).text).not.toMatch(/was cancelled/)
})

test('another site can neither sign somebody in nor out, nor have mails sent', async () => {
  const visitor = new Visitor(world.url)
  const email = newEmail()
  const start = await visitor.get('/sign-in')
  expectForbidden(await visitor.submit(start, 'email', { email }, evil))
  expect((await visitor.get(`/dev/mail?to=${email}`)).text).not.toMatch(/is your/)
  const codePage = await askForCode(visitor, email)
  const code = await mailedCode(world.url, email)
  expectForbidden(await visitor.submit(codePage, 'code', { code }, evil))
  expect((await visitor.submit(codePage, 'code', { code })).location).toBe('/wallet')
  const signOut = formSaying(await visitor.get('/wallet'), /sign out/i).fields
  expectForbidden(await visitor.post('/wallet', signOut, evil))
  expect((await visitor.get('/wallet')).status).toBe(200)
})

test('another site cannot add play money', async () => {
  const ada = await personWith(world.url, '1.00')
  const form = await ada.get('/wallet/top-up')
  expectForbidden(await ada.submit(form, 'amount', { currency: 'USD', amount: '5' }, evil))
  expect((await ada.get('/wallet')).text).toContain('$1.00')
})

test("a script of another site cannot call an action in React's own way", async () => {
  const answer = await exchange(world.url, {
    method: 'POST',
    path: '/wallet',
    headers: [
      ['origin', 'https://evil.example'],
      ['next-action', 'a'.repeat(42)],
      ['content-type', 'text/plain'],
    ],
    body: '[]',
  })
  expect(answer.status).toBe(403)
})

test.each(['PUT', 'PATCH', 'DELETE'])('%s of another site is refused as well', async (method) => {
  const { page } = await openCheckout(world)
  const answer = await exchange(world.url, { method, path: page, headers: [['origin', 'https://evil.example']] })
  expect(answer.status).toBe(403)
})

test.each<[string, () => Header[]]>([
  ['our own page', () => [['origin', world.url]]],
  [
    'our own page, as a browser says it',
    () => [
      ['origin', world.url],
      ['sec-fetch-site', 'same-origin'],
    ],
  ],
  [
    'our own page under its referrer policy',
    () => [
      ['origin', 'null'],
      ['sec-fetch-site', 'same-origin'],
    ],
  ],
  ['a client that is no browser', () => []],
])('a form of %s pays', async (_, headers) => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const paid = await ada.submit(await ada.get(checkout.page), 'walletId', {}, { headers: headers() })
  expect(paid).toMatchObject({ status: 303, location: paidLocation(checkout) })
})

test('opening an address never pays, whatever stands in it', async () => {
  const ada = await personWith(world.url, '20.00')
  const { page } = await openCheckout(world)
  const { walletId = '' } = formSaying(await ada.get(page), /Pay \$4\.50/).fields
  const before = await world.db.written()
  await ada.get(`${page}?walletId=${walletId}`)
  await exchange(world.url, { method: 'HEAD', path: page })
  await exchange(world.url, { method: 'OPTIONS', path: page })
  expect(await world.db.written()).toEqual(before)
})
