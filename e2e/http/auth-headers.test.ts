import { describe, expect, test } from 'vitest'
import { expectError, expectSuccess } from './testing/refusal'
import { type AuthHeader, call, nowSeconds } from './testing/signed-call'
import type { Header } from './testing/wire'
import { useWorld } from './testing/world'

const world = useWorld()
const PATH = '/opencharge/capabilities'
const names: AuthHeader[] = ['X-OC-ID', 'X-OC-Timestamp', 'X-OC-Nonce', 'X-OC-Signature']

/** Sends a request whose four headers are right but for what `change` does to one of them. */
async function refused(header: AuthHeader, change: (right: string) => readonly string[], blamed: AuthHeader = header) {
  const answer = await call(world.url, world.mg, {
    path: PATH,
    headers: (right) =>
      Object.entries(right).flatMap(([name, value]): Header[] =>
        name === header ? change(value).map((sent) => [name, sent]) : [[name, value]],
      ),
  })
  const error = expectError(world.key, answer, 401, 'INVALID_SIGNATURE')
  expect(error.details).toEqual({ header: blamed })
}

// Headers travel as bytes: this is how the bytes of a UTF-8 text look to Node.
const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
const fullWidth = (digits: string) =>
  utf8([...digits].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''))

test('answers a request with four right headers', async () => {
  expectSuccess(world.key, await call(world.url, world.mg, { path: PATH }))
})

test('answers when header names are in another case and their order is another', async () => {
  const headers = (right: Record<string, string>) =>
    Object.entries(right)
      .reverse()
      .map(([name, value]) => [name.toLowerCase(), value] as const)
  expectSuccess(world.key, await call(world.url, world.mg, { path: PATH, headers }))
})

describe.each(names)('%s', (header) => {
  test('is refused when it is missing', () => refused(header, () => []))
  test('is refused when it is empty', () => refused(header, () => ['']))
  test('is refused when it is there twice with the same value', () => refused(header, (value) => [value, value]))
  test('is refused when it is there twice with another value', () => refused(header, (value) => [value, '7']))
  test('is refused with a no-break space around it', () => refused(header, (value) => [`\u00a0${value}\u00a0`]))
})

test.each(names.filter((name) => name !== 'X-OC-Nonce'))('%s is refused with a second value after a comma', (header) =>
  refused(header, (value) => [`${value}, ${value}`]),
)

test('refuses two nonces also when the signature is over both of them, joined as Node joins them', async () => {
  const nonce = `${Date.now()}, second`
  const answer = await call(world.url, world.mg, {
    path: PATH,
    nonce,
    headers: (right) => Object.entries(right).flatMap(([name, value]) => value.split(', ').map((part) => [name, part])),
  })
  expect(expectError(world.key, answer, 401, 'INVALID_SIGNATURE').details).toEqual({ header: 'X-OC-Nonce' })
})

test.each(names)('white space around the value of %s is no part of it', async (header) => {
  const headers = (right: Record<string, string>) =>
    Object.entries(right).map(([name, value]): Header => [name, name === header ? ` \t${value}\t ` : value])
  expectSuccess(world.key, await call(world.url, world.mg, { path: PATH, headers }))
})

const notations: [what: string, write: (decimal: string) => string][] = [
  ['a plus sign', (decimal) => `+${decimal}`],
  ['a minus sign', (decimal) => `-${decimal}`],
  ['a leading zero', (decimal) => `0${decimal}`],
  ['a decimal point', (decimal) => `${decimal}.0`],
  ['an exponent', (decimal) => `${decimal.slice(0, -2)}e2`],
  ['hexadecimal digits', (decimal) => `0x${Number(decimal).toString(16)}`],
  ['full-width digits', fullWidth],
  ['a separator', (decimal) => `${decimal.slice(0, 1)}_${decimal.slice(1)}`],
  ['a space within', (decimal) => `${decimal.slice(0, 1)} ${decimal.slice(1)}`],
  ['letters after it', (decimal) => `${decimal}abc`],
  ['no number', () => 'NaN'],
]

test.each(notations)('refuses an OCID written with %s', (_, write) => refused('X-OC-ID', (value) => [write(value)]))
test.each(notations)('refuses a timestamp written with %s', (_, write) =>
  refused('X-OC-Timestamp', (value) => [write(value)]),
)
test('refuses a timestamp in milliseconds', () => refused('X-OC-Timestamp', (value) => [`${value}000`]))
test('refuses an OCID beyond the integers that every JSON parser keeps', () =>
  refused('X-OC-ID', () => ['9007199254740992']))

test('refuses a nonce of 129 characters and takes one of 128', async () => {
  await refused('X-OC-Nonce', () => ['n'.repeat(129)])
  expectSuccess(world.key, await call(world.url, world.mg, { path: PATH, nonce: `${Date.now()}`.padEnd(128, 'n') }))
})

test('takes a nonce of one character and one with every printable sign', async () => {
  const signs = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('')
  for (const nonce of ['~', signs]) {
    expectSuccess(world.key, await call(world.url, world.mg, { path: PATH, nonce }))
  }
})

test('refuses a nonce with a letter outside ASCII', () => refused('X-OC-Nonce', () => [utf8('nöncé')]))

const signatures: [what: string, write: (right: string) => string][] = [
  ['one digit is missing', (hex) => hex.slice(1)],
  ['there are two digits more', (hex) => `${hex}00`],
  ['it begins with 0x', (hex) => `0x${hex}`],
  ['it is Base64', (hex) => Buffer.from(hex, 'hex').toString('base64')],
  ['v is 00', (hex) => `${hex.slice(0, 128)}00`],
  ['v is 1d', (hex) => `${hex.slice(0, 128)}1d`],
  ['r is zero', (hex) => `${'0'.repeat(64)}${hex.slice(64)}`],
  ['s is zero', (hex) => `${hex.slice(0, 64)}${'0'.repeat(64)}${hex.slice(128)}`],
  ['r is the order of the group or more', (hex) => `${'f'.repeat(64)}${hex.slice(64)}`],
]
test.each(signatures)('refuses a signature where %s', (_, write) =>
  refused('X-OC-Signature', (value) => [write(value)]),
)

test('names the header that is wrong first: identity, time, nonce, signature', async () => {
  const answer = await call(world.url, world.mg, { path: PATH, headers: () => [['X-OC-Signature', 'no']] })
  expect(expectError(world.key, answer, 401, 'INVALID_SIGNATURE').details).toEqual({ header: 'X-OC-ID' })
  const later = await call(world.url, world.mg, {
    path: PATH,
    headers: ({ 'X-OC-ID': ocid }) => [
      ['X-OC-ID', ocid],
      ['X-OC-Timestamp', String(nowSeconds())],
    ],
  })
  expect(expectError(world.key, later, 401, 'INVALID_SIGNATURE').details).toEqual({ header: 'X-OC-Nonce' })
})

test('refuses an identity that is not in the registry before it looks at the signature', async () => {
  const nobody = { ocid: 999_999_999, signer: world.mg.signer }
  expectError(world.key, await call(world.url, nobody, { path: PATH }), 401, 'UNKNOWN_OCID')
})

test('knows OCID 0 as an identity like any other', async () => {
  const zero = await world.network.add(0, { name: 'Number zero' })
  expectSuccess(world.key, await call(world.url, zero, { path: PATH }))
})
