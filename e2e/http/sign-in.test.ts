import { describe, expect, test } from 'vitest'
import { openCheckout } from './testing/checkout'
import { askForCode, mailedCode, newEmail, personWith, signIn } from './testing/person'
import { formSaying, formWith, type Page, Visitor } from './testing/visitor'
import { useWorld } from './testing/world'

const world = useWorld()
const wrong = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0')

/** What an answer says, without what is different for every request. */
function shown(page: Page, email: string, flow: string) {
  const plain = (text: string | null) =>
    (text ?? '').replaceAll(email, 'EMAIL').replaceAll(encodeURIComponent(email), 'EMAIL').replaceAll(flow, 'FLOW')
  const {
    date: _,
    'x-request-id': __,
    'content-security-policy': ___,
    'set-cookie': cookies,
    ...headers
  } = page.headers
  return {
    status: page.status,
    location: plain(page.location),
    text: plain(page.text),
    headers: Object.keys(headers).sort(),
    cookies: (cookies ?? []).length,
  }
}

test('tells nothing about whether an address is known: same answers, same pages, for each step', async () => {
  // Equally long addresses, so that pages are too.
  const [known, unknown] = [newEmail('known'), newEmail('nobody').replace('nobody', 'nobod')]
  await signIn(new Visitor(world.url), known)
  const seen = await Promise.all(
    [known, unknown].map(async (email) => {
      const visitor = new Visitor(world.url)
      const sent = await visitor.submit(await visitor.get('/sign-in'), 'email', { email })
      const flow = new URLSearchParams(sent.location?.split('?')[1]).get('flow') ?? ''
      const codePage = await visitor.get(sent.location ?? '')
      const failed = await visitor.submit(codePage, 'code', { code: '00000000' })
      return [sent, codePage, failed, await visitor.get(failed.location ?? '')].map((page) => shown(page, email, flow))
    }),
  )
  expect(seen[0]).toEqual(seen[1])
  expect(seen[0]?.[1]).toMatchObject({ status: 200, text: expect.stringContaining('EMAIL') })
})

test('an address that is known and one that is not run into the same limit of codes', async () => {
  const known = newEmail()
  await signIn(new Visitor(world.url), known)
  const asked = async (email: string) => {
    const visitor = new Visitor(world.url)
    const places: string[] = []
    for (let time = 0; time < 7; time++) {
      const sent = await visitor.submit(await visitor.get('/sign-in'), 'email', { email })
      places.push(String(sent.location).replace(/flow=[^&]+/, 'flow='))
    }
    return places
  }
  expect((await asked(known)).filter((place) => place.includes('problem=TOO_MANY_REQUESTS'))).toHaveLength(3)
  expect((await asked(newEmail())).filter((place) => place.includes('problem=TOO_MANY_REQUESTS'))).toHaveLength(2)
})

test('strangers who use up the codes of an address do not keep a browser that knows it from asking for one', async () => {
  const email = newEmail()
  const owner = new Visitor(world.url)
  await signIn(owner, email)
  await owner.post('/wallet', formSaying(await owner.get('/wallet'), /sign out/i).fields)
  const askFrom = async (visitor: Visitor) =>
    (await visitor.submit(await visitor.get('/sign-in'), 'email', { email })).location
  const strangers: (string | null)[] = []
  for (let time = 0; time < 5; time++) strangers.push(await askFrom(new Visitor(world.url)))
  expect(strangers.at(-1)).toContain('problem=TOO_MANY_REQUESTS')
  expect(await askFrom(owner)).toContain('/sign-in/code')
})

test('five wrong codes end a sign-in, also for the right one', async () => {
  const visitor = new Visitor(world.url)
  const email = newEmail()
  const page = await askForCode(visitor, email)
  const code = await mailedCode(world.url, email)
  for (let tries = 0; tries < 5; tries++) {
    expect((await visitor.submit(page, 'code', { code: wrong(code) })).location).toContain('problem=WRONG_CODE')
  }
  expect((await visitor.submit(page, 'code', { code })).location).toContain('problem=CODE_EXPIRED')
  expect(visitor.cookies.has('next-auth.session-token')).toBe(false)
})

test('the fifth try may still be the right one', async () => {
  const visitor = new Visitor(world.url)
  const email = newEmail()
  const page = await askForCode(visitor, email)
  const code = await mailedCode(world.url, email)
  for (let tries = 0; tries < 4; tries++) await visitor.submit(page, 'code', { code: wrong(code) })
  expect((await visitor.submit(page, 'code', { code })).location).toBe('/wallet')
})

test('forty guesses at once are five tries', async () => {
  const visitor = new Visitor(world.url)
  const email = newEmail()
  const page = await askForCode(visitor, email)
  const code = await mailedCode(world.url, email)
  const guesses = Array.from({ length: 40 }, () => visitor.clone().submit(page, 'code', { code: wrong(code) }))
  const places = (await Promise.all(guesses)).map(({ location }) => String(location))
  expect(places.filter((place) => place.includes('problem=WRONG_CODE'))).toHaveLength(5)
  expect(places.filter((place) => place.includes('problem=CODE_EXPIRED'))).toHaveLength(35)
})

test('a code signs in once, also when it is sent ten times at once', async () => {
  const visitor = new Visitor(world.url)
  const email = newEmail()
  const page = await askForCode(visitor, email)
  const code = await mailedCode(world.url, email)
  const browsers = Array.from({ length: 5 }, () => visitor.clone())
  const places = await Promise.all(
    browsers.map(async (browser) => (await browser.submit(page, 'code', { code })).location),
  )
  expect(places.filter((place) => place === '/wallet')).toHaveLength(1)
  expect(browsers.filter(({ cookies }) => cookies.has('next-auth.session-token'))).toHaveLength(1)
  expect((await visitor.submit(page, 'code', { code })).location).toContain('problem=CODE_EXPIRED')
})

test('a code works only in the browser that asked for it', async () => {
  const [ada, eve] = [newEmail(), newEmail()]
  const [adas, eves] = [new Visitor(world.url), new Visitor(world.url)]
  await askForCode(adas, ada)
  const page = await askForCode(eves, eve)
  const code = await mailedCode(world.url, ada)
  expect((await eves.submit(page, 'code', { code })).location).toContain('problem=WRONG_CODE')
})

test.each(['', '1234567', '123456789', '１２３４５６７８', 'abcdefgh', '12345678'.repeat(10), '\u0000', "' OR 1=1 --"])(
  '%j is no code and uses up no try of the right one',
  async (typed) => {
    const visitor = new Visitor(world.url)
    const email = newEmail()
    const page = await askForCode(visitor, email)
    const code = await mailedCode(world.url, email)
    for (let tries = 0; tries < 6; tries++) await visitor.submit(page, 'code', { code: typed })
    expect((await visitor.submit(page, 'code', { code: ` ${code.slice(0, 4)}-${code.slice(4)} ` })).location).toBe(
      '/wallet',
    )
  },
)

test.each([
  '',
  'ada',
  'ada@',
  '@example.com',
  'a b@example.com',
  'ada@example.com\r\nBcc: eve@evil.example',
  'a@b\u0000.com',
  `${'a'.repeat(300)}@example.com`,
  'ada@example.com,eve@example.com',
])('sends nothing to %j, which is no address', async (email) => {
  const before = await world.db.rows('SELECT count(*)::int AS n FROM development_mails')
  const visitor = new Visitor(world.url)
  const sent = await visitor.submit(await visitor.get('/sign-in'), 'email', { email })
  expect(sent.location).toContain('problem=INVALID_EMAIL')
  expect(await world.db.rows('SELECT count(*)::int AS n FROM development_mails')).toEqual(before)
})

test('an address is the same person in any case of letters', async () => {
  const email = newEmail()
  const ada = await personWith(world.url, '3.00', email)
  const again = new Visitor(world.url)
  const start = await again.get('/sign-in')
  const sent = await again.submit(start, 'email', { email: ` ${email.toUpperCase()} ` })
  await again.submit(await again.get(sent.location ?? ''), 'code', { code: await mailedCode(world.url, email) })
  expect((await again.get('/wallet')).text).toContain('$3.00')
  expect((await ada.get('/wallet')).text).toContain('$3.00')
})

describe('the link of the mail leads', () => {
  const request = '/wallet/send?to=eve%40evil.example&currency=USD&amount=500.00'

  async function mailedLink(visitor: Visitor, next: string): Promise<string> {
    const email = newEmail()
    await visitor.submit(await visitor.get(`/sign-in?${new URLSearchParams({ next })}`), 'email', { email })
    const [mail] = await world.db.rows<{ text: string }>('SELECT text FROM development_mails WHERE recipient = $1', [
      email,
    ])
    return (/http\S+\/sign-in\/confirm\S+/.exec(mail?.text ?? '')?.[0] ?? '').slice(world.url.length)
  }
  const signInBy = async (visitor: Visitor, link: string) => {
    const page = await visitor.get(link)
    return (await visitor.post(link, formSaying(page, /sign me in/).fields)).location
  }

  test('the browser that asked for it on to where it was', async () => {
    const asking = new Visitor(world.url)
    expect(await signInBy(asking, await mailedLink(asking, request))).toBe(request)
  })

  test('another browser to no page of the choice of whoever asked for it, except what is to be paid', async () => {
    const { page } = await openCheckout(world)
    for (const [next, place] of [
      [request, '/wallet'],
      ['/request/AAAAAAAAAAAAAAAAAAAAAA', '/wallet'],
      [page, page],
    ] as const) {
      const link = await mailedLink(new Visitor(world.url), next)
      expect(await signInBy(new Visitor(world.url), link)).toBe(place)
    }
  })
})

test('opening the link of the mail uses nothing up: a scanner may open it first', async () => {
  const email = newEmail()
  const visitor = new Visitor(world.url)
  await askForCode(visitor, email)
  const [mail] = await world.db.rows<{ text: string }>('SELECT text FROM development_mails WHERE recipient = $1', [
    email,
  ])
  const link = /http\S+\/sign-in\/confirm\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  const path = link.slice(world.url.length)
  for (let scan = 0; scan < 8; scan++) await new Visitor(world.url).get(path)
  const phone = new Visitor(world.url)
  const confirmed = await phone.submit(await phone.get(path), 'code')
  expect(confirmed.location).toBe('/wallet')
})

test.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/%0d%0aset-cookie:a=b\r\nset-cookie: a=b',
  'wallet',
  '',
])('after signing in nobody is sent to %j', async (next) => {
  const visitor = new Visitor(world.url)
  const email = newEmail()
  const start = await visitor.get(`/sign-in?next=${encodeURIComponent(next)}`)
  const sent = await visitor.submit(start, 'email', { email })
  const page = await visitor.get(sent.location ?? '')
  expect((await visitor.submit(page, 'code', { code: await mailedCode(world.url, email) })).location).toBe('/wallet')
})

test('signing out ends the session for every copy of its cookie', async () => {
  const ada = await personWith(world.url, '1.00')
  const stolen = ada.clone()
  const signedOut = await ada.post('/wallet', formSaying(await ada.get('/wallet'), /sign out/i).fields)
  expect(signedOut.status).toBe(303)
  expect(ada.cookies.has('next-auth.session-token')).toBe(false)
  expect((await stolen.get('/wallet')).location).toContain('/sign-in')
})

test('a session that ran out signs nobody in', async () => {
  const email = newEmail()
  const ada = await personWith(world.url, '1.00', email)
  await world.db.rows(
    "UPDATE sessions SET expires = now() - interval '1 second' WHERE user_id = (SELECT id FROM users WHERE email = $1)",
    [email],
  )
  expect((await ada.get('/wallet')).location).toContain('/sign-in')
})

test.each(['', 'x', 'null', `${'a'.repeat(5000)}`, '%00'])('a session cookie like %j is nobody', async (token) => {
  const visitor = new Visitor(world.url)
  visitor.cookies.set('next-auth.session-token', token)
  expect((await visitor.get('/wallet')).location).toContain('/sign-in')
  expect((await visitor.get((await openCheckout(world)).page)).text).toContain('Sign in to pay')
})

test('a flow that is not there leads back to the beginning', async () => {
  const visitor = new Visitor(world.url)
  expect((await visitor.get('/sign-in/code?flow=nothing')).location).toContain('problem=CODE_EXPIRED')
  const page = await askForCode(visitor, newEmail())
  const flow = new URLSearchParams(page.path.split('?')[1]).get('flow') ?? ''
  const fields = formWith(page, 'code').fields
  for (const other of ['nothing', 'a\\u0000b', '']) {
    const forged = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, value.replaceAll(flow, other)]),
    )
    const answer = await visitor.post(page.path, { ...forged, code: '12345678' })
    expect(answer.location, other).toContain('problem=CODE_EXPIRED')
  }
})
