import { expect, test } from 'vitest'
import { openCheckout } from './testing/checkout'
import { newEmail, paidLocation, pay, personWith, signIn, topUp } from './testing/person'
import { formSaying, formWith, Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'
import { useWorld } from './testing/world'

const world = useWorld()

/** What the database knows of the payment of one checkout. */
async function booksOf(sessionId: string) {
  const text = `SELECT p.status, (SELECT count(*)::int FROM transfers t WHERE t.payment_id = p.id) AS transfers,
      (SELECT count(*)::int FROM proofs r WHERE r.payment_id = p.id) AS proofs,
      (SELECT count(*)::int FROM deliveries d WHERE d.payment_id = p.id) AS deliveries
    FROM checkout_sessions s JOIN payments p ON p.id = s.payment_id WHERE s.id = $1`
  const [row] = await world.db.rows(text, [sessionId])
  return row
}
const paidOnce = { status: 'SUCCEEDED', transfers: 1, proofs: 1, deliveries: 1 }
const unpaid = (status: string) => ({ status, transfers: 0, proofs: 0, deliveries: 0 })
function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new RangeError(`there is no number ${index}`)
  return found
}
const many = <T>(count: number, run: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)))

test('ten presses at once pay once, and every one of them leads to the merchant', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const seen = await ada.get(checkout.page)
  const answers = await many(10, () => ada.clone().submit(seen, 'walletId'))
  for (const answer of answers) expect(answer).toMatchObject({ status: 303, location: paidLocation(checkout) })
  expect(await booksOf(checkout.sessionId)).toEqual(paidOnce)
  expect((await ada.get('/wallet')).text).toContain('$15.50')
})

test('pressing again later, from an old tab, pays nothing more', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const seen = await ada.get(checkout.page)
  await ada.submit(seen, 'walletId')
  expect((await ada.submit(seen, 'walletId')).location).toBe(paidLocation(checkout))
  expect(await booksOf(checkout.sessionId)).toEqual(paidOnce)
})

test('two people pay one checkout at once: one pays, the other is told', async () => {
  const people = await Promise.all([personWith(world.url, '20.00'), personWith(world.url, '20.00')])
  const checkout = await openCheckout(world)
  const pages = await Promise.all(people.map((person) => person.get(checkout.page)))
  const answers = await Promise.all(people.map((person, index) => person.submit(at(pages, index), 'walletId')))
  const places = answers.map(({ location }) => location).sort()
  expect(places).toEqual([`${checkout.page}?problem=ALREADY_PAID`, paidLocation(checkout)].sort())
  expect(await booksOf(checkout.sessionId)).toEqual(paidOnce)
  const balances = await Promise.all(
    people.map(async (person) => /\$(\d+\.\d\d)/.exec((await person.get('/wallet')).text)?.[1]),
  )
  expect(balances.sort()).toEqual(['15.50', '20.00'])
})

test('one wallet pays as many of twenty orders at once as it holds money for', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkouts = await many(20, () => openCheckout(world))
  const pages = await Promise.all(checkouts.map(({ page }) => ada.clone().get(page)))
  const answers = await Promise.all(pages.map((page) => ada.clone().submit(page, 'walletId')))
  const paid = answers.filter(({ location }) => location?.startsWith('https://shop.example/paid'))
  const short = answers.filter(({ location }) => location?.includes('problem=INSUFFICIENT_FUNDS'))
  expect([paid.length, short.length]).toEqual([4, 16])
  expect((await ada.get('/wallet')).text).toContain('$2.00')
})

test("another person's wallet is not found", async () => {
  const [ada, eve] = await Promise.all([personWith(world.url, '20.00'), personWith(world.url, '20.00')])
  const mine = await openCheckout(world)
  const { walletId = '' } = formWith(await ada.get(mine.page), 'walletId').fields
  const seen = await eve.get(mine.page)
  const answer = await eve.submit(seen, 'walletId', { walletId })
  expect(answer).toMatchObject({ status: 303, location: `${mine.page}?problem=WALLET_NOT_FOUND` })
  expect(await booksOf(mine.sessionId)).toEqual(unpaid('PENDING'))
  expect((await ada.get('/wallet')).text).toContain('$20.00')
})

test('no account of the house can be chosen as a wallet', async () => {
  const eve = await personWith(world.url, '20.00')
  const { page, sessionId } = await openCheckout(world)
  const seen = await eve.get(page)
  const accounts = await world.db.rows<{ id: string }>(
    "SELECT id::text FROM ledger_accounts WHERE kind <> 'USER_WALLET'",
  )
  expect(accounts.length).toBeGreaterThan(0)
  for (const { id } of accounts.slice(0, 5)) {
    expect((await eve.submit(seen, 'walletId', { walletId: id })).location).toBe(`${page}?problem=WALLET_NOT_FOUND`)
  }
  expect(await booksOf(sessionId)).toEqual(unpaid('PENDING'))
})

test.each(['', '0', '-1', '1e3', '１', '99999999999999999999', "1' OR '1'='1", 'null', '\u0000'])(
  'a wallet called %j is not found',
  async (walletId) => {
    const eve = await personWith(world.url, '20.00')
    const { page, sessionId } = await openCheckout(world)
    const answer = await eve.submit(await eve.get(page), 'walletId', { walletId })
    expect(answer).toMatchObject({ status: 303, location: `${page}?problem=WALLET_NOT_FOUND` })
    expect(await booksOf(sessionId)).toEqual(unpaid('PENDING'))
  },
)

test('a wallet of another currency cannot pay', async () => {
  const ada = await personWith(world.url, '20.00')
  await topUp(ada, 'EUR', '20.00')
  const euro = await openCheckout(world, { currency: 'EUR' })
  const { walletId = '' } = formWith(await ada.get(euro.page), 'walletId').fields
  const dollar = await openCheckout(world)
  const answer = await ada.submit(await ada.get(dollar.page), 'walletId', { walletId })
  expect(answer.location).toBe(`${dollar.page}?problem=CURRENCY_MISMATCH`)
  expect(await booksOf(dollar.sessionId)).toEqual(unpaid('PENDING'))
})

test('fields that the form does not have change nothing: the amount and the order come from the session', async () => {
  const ada = await personWith(world.url, '20.00')
  const [checkout, other] = [await openCheckout(world), await openCheckout(world, { amount: '0.01' })]
  const extra = {
    amount: '0.01',
    amountMinor: '1',
    currency: 'KWD',
    reference: other.sessionId,
    sessionId: other.sessionId,
  }
  const urls = {
    successUrl: 'https://evil.example',
    payerId: 'somebody',
    merchantOcid: '1',
    problem: 'x',
    expiresAt: '0',
  }
  const answer = await ada.submit(await ada.get(checkout.page), 'walletId', { ...extra, ...urls })
  expect(answer.location).toBe(paidLocation(checkout))
  expect(await booksOf(checkout.sessionId)).toEqual(paidOnce)
  expect(await booksOf(other.sessionId)).toEqual(unpaid('CREATED'))
  expect((await ada.get('/wallet')).text).toContain('$15.50')
})

test('paying after cancelling moves nothing and says that it was cancelled', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const seen = await ada.get(checkout.page)
  const cancelled = await ada.post(checkout.page, formSaying(seen, /cancel/i).fields)
  expect(cancelled).toMatchObject({ status: 303, location: 'https://shop.example/cancelled' })
  const answer = await ada.submit(seen, 'walletId')
  expect(answer.location).toBe(`${checkout.page}?problem=SESSION_CANCELLED`)
  expect(await booksOf(checkout.sessionId)).toEqual(unpaid('CANCELLED'))
  expect((await ada.get(checkout.page)).text).toMatch(/was cancelled.*Nothing has been charged/)
})

test('cancelling after paying takes nothing back and leads to the receipt', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const seen = await ada.get(checkout.page)
  await ada.submit(seen, 'walletId')
  const cancelled = await ada.post(checkout.page, formSaying(seen, /cancel/i).fields)
  expect(cancelled.location).toBe(checkout.page)
  expect((await ada.get(checkout.page)).text).toContain('went from your wallet to Corner Shop')
  expect(await booksOf(checkout.sessionId)).toEqual(paidOnce)
})

test('paying and cancelling at the same moment: exactly one of them happens', async () => {
  const ada = await personWith(world.url, '50.00')
  await many(8, async () => {
    const checkout = await openCheckout(world)
    const seen = await ada.clone().get(checkout.page)
    const cancel = formSaying(seen, /cancel/i).fields
    await Promise.all([ada.clone().submit(seen, 'walletId'), ada.clone().post(checkout.page, cancel)])
    const books = await booksOf(checkout.sessionId)
    expect([paidOnce, unpaid('CANCELLED')]).toContainEqual(books)
  })
})

test('after its time a checkout cannot be paid', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const seen = await ada.get(checkout.page)
  await world.db.rows(
    `UPDATE payments SET expires_at = now() - interval '1 second' FROM checkout_sessions s
      WHERE s.id = $1 AND payments.id = s.payment_id`,
    [checkout.sessionId],
  )
  expect((await ada.submit(seen, 'walletId')).location).toBe(`${checkout.page}?problem=SESSION_EXPIRED`)
  expect((await ada.get(checkout.page)).text).toMatch(/time to pay has run out.*Nothing has been charged/)
})

test('who is not signed in is sent to sign in and comes back to the same checkout', async () => {
  const ada = await personWith(world.url, '20.00')
  const checkout = await openCheckout(world)
  const fields = formWith(await ada.get(checkout.page), 'walletId').fields
  const answer = await new Visitor(world.url).post(checkout.page, fields)
  expect(answer.location).toBe(`/sign-in?next=${encodeURIComponent(checkout.page)}`)
  expect(await booksOf(checkout.sessionId)).toEqual(unpaid('PENDING'))
  const visitor = new Visitor(world.url)
  expect((await signIn(visitor, newEmail(), checkout.page)).location).toBe(checkout.page)
})

test('an unknown checkout is not found, and a form that names one pays nothing', async () => {
  const ada = await personWith(world.url, '20.00')
  const nobody = '/pay/sess_aaaaaaaaaaaaaaaaaaaaaaaa'
  expect(await ada.get(nobody)).toMatchObject({
    status: 404,
    text: expect.stringContaining('Opening this link has charged nothing'),
  })
  const { page, sessionId } = await openCheckout(world)
  const fields = formWith(await ada.get(page), 'walletId').fields
  for (const reference of ['sess_aaaaaaaaaaaaaaaaaaaaaaaa', '../../wallet', '//evil.example', 'a\\u0000b', '']) {
    const forged = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, value.replaceAll(sessionId, reference)]),
    )
    const answer = await ada.post(page, forged)
    expect(answer.status, reference).toBe(303)
    expect(answer.location, reference).toMatch(/^\/pay\/[^/]*\?problem=SESSION_NOT_FOUND$/)
  }
  expect(await booksOf(sessionId)).toEqual(unpaid('PENDING'))
})

test('the merchant hears of a payment once, from us, with a fresh nonce', async () => {
  const checkout = await openCheckout(world)
  await pay(await personWith(world.url, '20.00'), checkout)
  const mine = () => world.mg.webhooks.filter(({ body }) => body.includes(checkout.order.id))
  const [webhook] = await waitUntil('the webhook arrived', () => (mine().length > 0 ? mine() : undefined))
  expect(webhook).toMatchObject({ method: 'POST', headers: { 'x-oc-id': '200', 'content-type': 'application/json' } })
  await waitUntil('its delivery was noted', async () => {
    const text = "SELECT 1 FROM deliveries WHERE body LIKE '%' || $1 || '%' AND status = 'DELIVERED'"
    return (await world.db.rows(text, [checkout.order.id])).length > 0
  })
  expect(mine()).toHaveLength(1)
})
