import { afterEach, describe, expect, test } from 'vitest'
import { ledgerFaults } from './testing/books'
import { useOwnWorld } from './testing/own-world'
import { newEmail, pay, personWith } from './testing/person'
import { expectRefusal, expectSuccess } from './testing/refusal'
import { call } from './testing/signed-call'
import type { Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'

const world = useOwnWorld({ WEB_CONCURRENCY: '2' }, 'show_code')

/** The path of the code that this person shows. */
async function codePath(visitor: Visitor): Promise<string> {
  const { html } = await visitor.get('/wallet/code')
  return /(\/opencharge\/orders\/create\/code_[\w-]{24})/.exec(html)?.[1] ?? ''
}

const bring = (path: string, changes: Record<string, unknown> = {}) => {
  const order = world.shop.order({ accepts: [200], ...changes })
  return call(world.url, world.shop, { path, body: JSON.stringify({ order, signature: world.shop.sign(order) }) })
}

interface LivePage {
  readonly events: { kind: string; sessionId?: string }[]
  readonly status: number
  readonly ended: Promise<void>
  close(): void
}

const open: LivePage[] = []
afterEach(() => {
  for (const page of open.splice(0)) page.close()
})

/** A page that listens, over a connection of its own: each is served by one process or the other. */
async function listen(visitor: Visitor): Promise<LivePage> {
  const stop = new AbortController()
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${world.url}/wallet/events`, { headers: { cookie }, signal: stop.signal })
  const events: LivePage['events'] = []
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const part of answer.body ?? []) {
      for (const [, data = ''] of decoder.decode(part).matchAll(/^data: (.*)$/gm)) events.push(JSON.parse(data))
    }
  }
  const page = { events, status: answer.status, ended: read().catch(() => undefined), close: () => stop.abort() }
  open.push(page)
  return page
}

const asked = ({ events }: LivePage) => events.filter(({ kind }) => kind === 'asked')

test('every open page of the person hears of the order, in whatever process, and pages of others hear nothing', async () => {
  const [ada, eve] = [await personWith(world.url, '20.00'), await personWith(world.url, '20.00')]
  const pages = await Promise.all(Array.from({ length: 8 }, () => listen(ada)))
  const other = await listen(eve)
  expect(pages.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  const path = await codePath(ada)
  // The first order that a process can pass on comes when it listens to the database.
  await waitUntil('both processes listen', async () => (await listeningConnections()) === 2)
  const { status_url: statusUrl, order_id: id } = expectSuccess(world.key, await bring(path))
  const orderId = String(id)
  await waitUntil('all pages heard', () => pages.every((page) => asked(page).length === 1))
  expect(asked(other)).toEqual([])
  const [{ sessionId } = { sessionId: '' }] = asked(pages[0] as LivePage)
  expect((await eve.get(`/pay/${sessionId}`)).status).toBe(404)
  await pay(ada, { page: `/pay/${sessionId}` })
  const status = await call(world.url, world.shop, { path: new URL(String(statusUrl)).pathname })
  expect(expectSuccess(world.key, status)).toMatchObject({ status: 'paid' })
  await waitUntil('the merchant has our proof', () => world.shop.webhooks.some(({ body }) => body.includes(orderId)))
  expect(await ledgerFaults(world)).toEqual([])
})

const listeningConnections = async () =>
  (await world.db.rows("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%opencharge_live%'")).length

describe('the code of a person', () => {
  test('is refused to whoever is not the merchant of the order, with each code of the protocol, signed', async () => {
    const ada = await personWith(world.url, '20.00')
    const path = await codePath(ada)
    const order = world.shop.order({ accepts: [200] })
    const foreign = JSON.stringify({ order, signature: world.shop.sign(order) })
    await expectRefusal(world, 400, 'INVALID_REQUEST', () => call(world.url, world.otherShop, { path, body: foreign }))
    await expectRefusal(world, 404, 'SESSION_NOT_FOUND', () =>
      bring(path.replace(/.$/, (last) => (last === '_' ? '-' : '_'))),
    )
    expectSuccess(world.key, await bring(path))
    const again = await bring(path)
    expect([again.status, JSON.parse(again.text).error.code]).toEqual([409, 'SESSION_USED'])
  })

  test('of twenty merchants at once one gets it', async () => {
    const path = await codePath(await personWith(world.url, '20.00'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => bring(path)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
  })

  test('is shown to nobody who is not signed in, and neither is what happens to it', async () => {
    const stranger = (await personWith(world.url, '1.00')).clone()
    stranger.cookies.clear()
    expect((await stranger.get('/wallet/code')).location).toBe('/sign-in?next=/wallet/code')
    expect((await listen(stranger)).status).toBe(401)
  })

  test('a browser that is signed out hears nothing more', async () => {
    const email = newEmail()
    const ada = await personWith(world.url, '1.00', email)
    const page = await listen(ada)
    await waitUntil('the process listens', async () => (await listeningConnections()) > 0)
    await world.db.rows('DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE email = $1)', [email])
    await page.ended
    expect((await listen(ada)).status).toBe(401)
  })

  test('one person cannot hold more than twenty connections open in a process', async () => {
    const ada = await personWith(world.url, '1.00')
    const pages = await Promise.all(Array.from({ length: 60 }, () => listen(ada)))
    expect(pages.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(40)
    expect(pages.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(20)
  })
})

test('pages that leave at once, and questions without an answer to read, take no place from those that stay', async () => {
  const ada = await personWith(world.url, '20.00')
  const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const knock = (method: string, signal: AbortSignal) =>
    fetch(`${world.url}/wallet/events`, { method, headers: { cookie }, signal })
  const heads = await Promise.all(Array.from({ length: 45 }, () => knock('HEAD', AbortSignal.timeout(10_000))))
  expect(new Set(heads.map(({ status }) => status))).toEqual(new Set([405]))
  await Promise.allSettled(Array.from({ length: 90 }, (_, index) => knock('GET', AbortSignal.timeout(index % 9))))
  // Of forty places in two processes; who gets which process is chance.
  await waitUntil('the places are free again', async () => {
    const pages = await Promise.all(Array.from({ length: 40 }, () => listen(ada)))
    const isFree = pages.filter(({ status }) => status === 200).length >= 20
    for (const page of open.splice(0)) page.close()
    return isFree
  })
})

test('open pages do not keep the gateway from stopping', async () => {
  const page = await listen(await personWith(world.url, '1.00'))
  const startedAtMs = Date.now()
  world.gateway.signal('SIGTERM')
  await page.ended
  // Long before those are cut off that will not end.
  expect(Date.now() - startedAtMs).toBeLessThan(5_000)
  expect(await world.gateway.ended).toEqual({ code: 0, signal: null })
})
