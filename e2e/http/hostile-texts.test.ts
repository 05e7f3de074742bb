import { expect, test } from 'vitest'
import { openCheckout } from './testing/checkout'
import { expectSuccess } from './testing/refusal'
import { call } from './testing/signed-call'
import { type Page, Visitor } from './testing/visitor'
import { useWorld } from './testing/world'

const world = useWorld()
const MARKUP = `<script>alert(1)</script><img src=x onerror=alert(2)>"'><svg/onload=alert(3)>{{7*7}}\${7*7}`
const BIDI = '\u202egpj.exe\u202c \u2066hidden\u2069 \u200e\u200f\u061c \u200bzero\ufeff'
const CONTROLS = 'bell\u0007 esc\u001b[31m del\u007f nul\u0000 c1\u009b line\u2028end tab\t'
const HOSTILE = `${MARKUP} ${BIDI} ${CONTROLS}`

const item = { id: 'i1', name: HOSTILE, quantity: 1, price: '4.50' }

/** Nothing of a stranger's text works as markup, turns the reading direction, or stays invisible. */
function expectHarmless(page: Page): void {
  expect(page.status).toBe(200)
  expect(page.html).not.toMatch(/<script>|<img src=x|<svg\/onload/)
  const read = page.html.replace(/<script\b[^>]*>.*?<\/script>/gs, '')
  expect(read).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u200b\ufeff\u2028]/)
  expect(read.replace(/[\n\r\t]/g, '')).not.toMatch(/\p{Cc}/u)
}

test('markup and bidi controls in memo, item, reference and order are shown as text or not at all', async () => {
  const { page } = await openCheckout(world, {
    memo: HOSTILE,
    items: [item],
    reference: HOSTILE,
    id: `${MARKUP} ${Date.now()}`,
  })
  const seen = await new Visitor(world.url).get(page)
  expectHarmless(seen)
  expect(seen.text).toContain('<script>alert(1)</script>')
  expect(seen.text).toContain('gpj.exe')
})

test('a hostile merchant name is harmless on the page, in its title and in what we answer', async () => {
  const villain = await world.network.add(world.shop.ocid + 30, { name: HOSTILE })
  const { page } = await openCheckout({ ...world, shop: villain })
  expectHarmless(await new Visitor(world.url).get(page))
  expectHarmless(await new Visitor(world.url).get(`/sign-in?next=${page}`))
  expectSuccess(world.key, await call(world.url, villain, { path: '/opencharge/capabilities' }))
})

test('a merchant whose name is nothing but invisible signs is shown by its host', async () => {
  const ghost = await world.network.add(world.shop.ocid + 31, { name: '\u200b\u202e\u0007' })
  const { page } = await openCheckout({ ...world, shop: ghost })
  const seen = await new Visitor(world.url).get(page)
  expect(seen.text).toContain(`Pay ${new URL(ghost.endpoint).host}`)
})

test('very long texts do not break the page', async () => {
  const long = {
    memo: 'm'.repeat(1000),
    items: Array.from({ length: 100 }, () => ({ ...item, name: 'W'.repeat(300) })),
  }
  const { page } = await openCheckout(world, long)
  const seen = await new Visitor(world.url).get(page)
  expect(seen.status).toBe(200)
  expect(seen.text).not.toContain('W'.repeat(200))
})

test('the name of the merchant stands beside the host and the number that registered it', async () => {
  const seen = await new Visitor(world.url).get((await openCheckout(world)).page)
  expect(seen.text).toContain(new URL(world.shop.endpoint).host)
  expect(seen.text).toContain(`Registered on Opencharge as ${world.shop.ocid}`)
})

test('shows what the amount holds beyond the items as a line of its own', async () => {
  const items = [{ ...item, name: 'Tea', price: '3.00' }]
  const dearer = await new Visitor(world.url).get((await openCheckout(world, { items })).page)
  expect(dearer.text).toMatch(/Other charges[^$]*\$1\.50/)
  const cheaper = await openCheckout(world, { items: [{ ...item, name: 'Tea', price: '5.00' }] })
  expect((await new Visitor(world.url).get(cheaper.page)).text).toMatch(/Discount[^$]*-\$0\.50/)
})
