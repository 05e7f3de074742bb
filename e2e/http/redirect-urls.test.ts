import { expect, test } from 'vitest'
import { checkoutBody, openCheckout, postCheckout } from './testing/checkout'
import { pay, personWith } from './testing/person'
import { expectRefusal, expectSuccess } from './testing/refusal'
import { formSaying, Visitor } from './testing/visitor'
import { useWorld } from './testing/world'

const world = useWorld()

const withUrls = (urls: unknown) => postCheckout(world, checkoutBody(world.shop, world.shop.order(), { urls }))

test.each<[string, unknown]>([
  ['is missing', undefined],
  ['is null', null],
  ['is a text', 'https://shop.example/'],
  ['has a success that is no text', { success: 1 }],
])('refuses a body whose "urls" %s', async (_, urls) => {
  await expectRefusal(world, 400, 'INVALID_REQUEST', () => withUrls(urls))
})

const hostile = [
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://shop.example/1',
  'file:///etc/passwd',
  'ftp://shop.example/',
  '//shop.example/paid',
  '/wallet',
  'shop.example/paid',
  '',
  'https:shop.example',
  'https:/shop.example',
  'https:///shop.example',
  'https://',
  'https://user:pass@shop.example/',
  'https://user@shop.example/',
  'https://shop.example@evil.example/',
  'https://shop.example\\@evil.example/',
  'https:\\\\shop.example\\',
  'https://shop.example/\\evil',
  'https://shop.example/\r\nSet-Cookie: a=b',
  'https://shop.example/\nx',
  'https://shop.example/\tx',
  'https://shop.example/\u0000',
  'https://shop.example/\u202egpj',
  'https://shop.example/\u200b',
  'https://shop.example/ x',
  'https://shop.example/#\r\nx',
  'http://shop.example/',
  'http://10.0.0.1/',
  'http://localhost.evil.example/',
  'http://127.0.0.1.evil.example/',
  'http://[::2]/',
  'https://{SESSION_ID}.evil.example/',
  'https://shop.example:99999/',
  `https://shop.example/${'x'.repeat(2048)}`,
]
test.each(hostile)('refuses to send a payer to %j', async (url) => {
  const { details } = await expectRefusal(world, 400, 'INVALID_REQUEST', () => withUrls({ success: url }))
  expect(details?.issues).toMatchObject([{ path: 'urls.success' }])
  await expectRefusal(world, 400, 'INVALID_REQUEST', () => withUrls({ cancel: url }))
})

test('names every URL that is refused, under the name that was sent', async () => {
  const urls = { completed: 'javascript:1', cancelled: 'data:,' }
  const { details } = await expectRefusal(world, 400, 'INVALID_REQUEST', () => withUrls(urls))
  expect(details?.issues).toMatchObject([{ path: 'urls.completed' }, { path: 'urls.cancelled' }])
})

test.each([
  'https://shop.example',
  'https://shop.example:8443/paid?order=1&session={SESSION_ID}#done',
  'https://xn--caf-dma.example/',
  'https://café.example/',
  'https://[2001:db8::1]/',
  'HTTPS://SHOP.EXAMPLE/',
  'http://localhost:3001/paid',
  'http://127.0.0.1/paid',
  'http://127.0.0.1:8080/paid',
])('takes %s in development', async (url) => {
  expectSuccess(world.key, await withUrls({ success: url, cancel: url }))
})

test('takes no URLs at all, and ignores members that it does not know', async () => {
  expectSuccess(world.key, await withUrls({}))
  expectSuccess(world.key, await withUrls({ failure: 'javascript:alert(1)', webhook: 7 }))
})

test('puts the session into every {SESSION_ID} of the success URL', async () => {
  const success = 'https://shop.example/{SESSION_ID}/paid?s={SESSION_ID}#{SESSION_ID}'
  const checkout = await openCheckout(world, {}, { urls: { success } })
  const paid = await pay(await personWith(world.url, '20.00'), checkout)
  expect(paid.location).toBe(success.replaceAll('{SESSION_ID}', checkout.sessionId))
})

test('sends the payer to "completed" and "cancelled" as to "success" and "cancel"', async () => {
  const urls = { completed: 'https://shop.example/c', cancelled: 'https://shop.example/x?s={SESSION_ID}' }
  const paid = await pay(await personWith(world.url, '20.00'), await openCheckout(world, {}, { urls }))
  expect(paid).toMatchObject({ status: 303, location: urls.completed })
  const other = await openCheckout(world, {}, { urls })
  const visitor = new Visitor(world.url)
  const cancelled = await visitor.post(other.page, formSaying(await visitor.get(other.page), /cancel/i).fields)
  expect(cancelled).toMatchObject({ status: 303, location: `https://shop.example/x?s=${other.sessionId}` })
})

test('without URLs the payer ends on our own receipt, and on our own cancelled page', async () => {
  const checkout = await openCheckout(world, {}, { urls: {} })
  const ada = await personWith(world.url, '20.00')
  const paid = await pay(ada, checkout)
  expect(paid).toMatchObject({ status: 303, location: checkout.page })
  expect((await ada.get(checkout.page)).text).toMatch(/went from your wallet to Corner Shop/)
  const other = await openCheckout(world, {}, { urls: {} })
  const cancelled = await ada.post(other.page, formSaying(await ada.get(other.page), /cancel/i).fields)
  expect(cancelled).toMatchObject({ status: 303, location: other.page })
  expect((await ada.get(other.page)).text).toMatch(/The payment was cancelled Your money Nothing has been charged/)
})
