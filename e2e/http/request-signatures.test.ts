import { test } from 'vitest'
import { CREATE_PATH, checkoutBody, postCheckout } from './testing/checkout'
import { expectError, expectRefusal, expectSuccess } from './testing/refusal'
import { type AuthHeader, call, type SignedRequest } from './testing/signed-call'
import type { Header } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()
const PATH = '/opencharge/capabilities'
const GROUP_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const ask = (request: Partial<SignedRequest> = {}) => call(world.url, world.mg, { path: PATH, ...request })
const withSignature = (write: (hex: string) => string) => (right: Readonly<Record<AuthHeader, string>>) =>
  Object.entries({ ...right, 'X-OC-Signature': write(right['X-OC-Signature']) }) satisfies Header[]

/** The other signature of the same message: n − s, with the other recovery byte. */
function highS(hex: string): string {
  const s = (GROUP_ORDER - BigInt(`0x${hex.slice(64, 128)}`)).toString(16).padStart(64, '0')
  return `${hex.slice(0, 64)}${s}${otherV(hex)}`
}
const otherV = (hex: string) => (hex.endsWith('1b') ? '1c' : '1b')

test.each<[string, (hex: string) => string]>([
  ['in upper case', (hex) => hex.toUpperCase()],
  ['without v', (hex) => hex.slice(0, 128)],
  ['with a high s', highS],
  ['with a high s and without v', (hex) => highS(hex).slice(0, 128)],
])('takes a signature %s', async (_, write) => {
  expectSuccess(world.key, await ask({ headers: withSignature(write) }))
})

test.each<[string, (hex: string) => string]>([
  ['whose v recovers another key', (hex) => hex.slice(0, 128) + otherV(hex)],
  ['with a high s and the v of the low one', (hex) => highS(hex).slice(0, 128) + hex.slice(128)],
  ['with one bit of r changed', (hex) => (hex.startsWith('0') ? '1' : '0') + hex.slice(1)],
  ['whose r and s changed places', (hex) => hex.slice(64, 128) + hex.slice(0, 64)],
])('refuses a signature %s', async (_, write) => {
  expectError(world.key, await ask({ headers: withSignature(write) }), 401, 'INVALID_SIGNATURE')
})

test('refuses the signature of another registered party under our name', async () => {
  await expectRefusal(world, 401, 'INVALID_SIGNATURE', () => {
    const impostor = { ocid: world.mg.ocid, signer: world.stranger.signer }
    const body = JSON.stringify(checkoutBody(world.shop, world.shop.order()))
    return call(world.url, impostor, { path: CREATE_PATH, body })
  })
})

test('refuses a body that is another one than was signed, by one space', async () => {
  await expectRefusal(world, 401, 'INVALID_SIGNATURE', () => {
    const body = JSON.stringify(checkoutBody(world.shop, world.shop.order()))
    return postCheckout(world, `${body} `, { signedBody: body })
  })
})

test('refuses a body that means the same and was written another way', async () => {
  await expectRefusal(world, 401, 'INVALID_SIGNATURE', () => {
    const body = checkoutBody(world.shop, world.shop.order())
    return postCheckout(world, JSON.stringify(body, null, 1), { signedBody: JSON.stringify(body) })
  })
})

test('takes a body in any notation as long as these bytes were signed', async () => {
  const body = JSON.stringify(checkoutBody(world.shop, world.shop.order({ memo: 'Tea' })), null, 3)
  const escaped = body.replace('Tea', '\\u0054ea')
  expectSuccess(world.key, await postCheckout(world, escaped))
})

test('refuses a request signed for another method, path, time or nonce', async () => {
  const others: ((right: Readonly<Record<AuthHeader, string>>) => Record<string, string>)[] = [
    (right) => ({ ...right, 'X-OC-Timestamp': String(Number(right['X-OC-Timestamp']) - 1) }),
    (right) => ({ ...right, 'X-OC-Nonce': `${right['X-OC-Nonce']}2` }),
    (right) => ({ ...right, 'X-OC-ID': String(world.shop.ocid) }),
  ]
  for (const other of others) {
    const answer = await ask({ headers: (right) => Object.entries(other(right)) })
    expectError(world.key, answer, 401, 'INVALID_SIGNATURE')
  }
  const otherPath = await ask({ signedPath: '/opencharge/metadata.json' })
  expectError(world.key, otherPath, 401, 'INVALID_SIGNATURE')
})

// What is on the wire counts, byte for byte: no side normalises.
const spellings: [sent: string, alike: string][] = [
  ['?a=%7e', '?a=%7E'],
  ['?a=%7e', '?a=~'],
  ['?a=%20b', '?a=+b'],
  ['?a=+b', '?a=%20b'],
  ['?b=2&a=1', '?a=1&b=2'],
  ['?a=%2F', '?a=/'],
  ["?a='(!)*", '?a=%27%28%21%29%2A'],
  ['?a=1&a=2', '?a=2&a=1'],
  ['?', ''],
  ['?a', '?a='],
  ['?a=%zz', '?a=%25zz'],
]
test.each(spellings)('verifies %s as it stands and refuses it when %s was signed', async (sent, alike) => {
  const path = PATH + sent
  expectSuccess(world.key, await ask({ path }))
  expectError(world.key, await ask({ path, signedPath: PATH + alike }), 401, 'INVALID_SIGNATURE')
})

test('verifies an encoded path as it stands on the wire', async () => {
  const path = '/opencharge/orders/pay%5f1%2f..%2F~%7e/status'
  expectError(world.key, await ask({ path }), 404, 'ORDER_NOT_FOUND')
  const decoded = await ask({ path, signedPath: '/opencharge/orders/pay_1%2f..%2F~%7e/status' })
  expectError(world.key, decoded, 401, 'INVALID_SIGNATURE')
})

test.each([
  ['signed', undefined],
  ['not signed', ''],
])('refuses a GET with a body that is %s', async (_, signedBody) => {
  const body = '{"a":1}'
  const answer = await ask({ method: 'GET', body, signedBody: signedBody ?? body })
  expectError(world.key, answer, 400, 'INVALID_REQUEST')
})

test.each([['signed by us'], ['without a signature']])('our metadata is public, also for a caller %s', async (how) => {
  const answer = await ask({
    path: '/opencharge/metadata.json',
    ...(how === 'without a signature' && { headers: () => [] }),
  })
  expectSuccess(world.key, answer)
})
