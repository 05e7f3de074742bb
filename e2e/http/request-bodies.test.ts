import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { CREATE_PATH, checkoutBody, postCheckout } from './testing/checkout'
import { type ErrorBody, expectRefusal, expectSuccess } from './testing/refusal'
import type { SignedRequest } from './testing/signed-call'
import { useWorld } from './testing/world'

const world = useWorld()
const LIMIT = 64 * 1024

/** A right body with `pad` more bytes of white space, which JSON allows. */
function rightBody(bytes?: number): string {
  const text = JSON.stringify(checkoutBody(world.shop, world.shop.order()))
  return bytes === undefined ? text : text.padEnd(bytes, ' ')
}

function refused(
  status: number,
  code: string,
  body: string | Uint8Array,
  more: Partial<SignedRequest> = {},
): Promise<ErrorBody> {
  return expectRefusal(world, status, code, () => postCheckout(world, body, more))
}

test('takes a body of exactly 64 KiB, with its length and in chunks', async () => {
  expectSuccess(world.key, await postCheckout(world, rightBody(LIMIT)))
  expectSuccess(world.key, await postCheckout(world, rightBody(LIMIT), { chunked: true }))
})

test('refuses a body of one byte more, with its length and in chunks', async () => {
  await refused(413, 'PAYLOAD_TOO_LARGE', rightBody(LIMIT + 1))
  await refused(413, 'PAYLOAD_TOO_LARGE', rightBody(LIMIT + 1), { chunked: true })
})

test('refuses a body of 5 MB before it has come in, with its length and in chunks', async () => {
  for (const framing of ['content-length: 5000000', 'transfer-encoding: chunked']) {
    const answer = await answerToUnfinished(framing, 100_000)
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).toContain('PAYLOAD_TOO_LARGE')
  }
})

/** Sends the beginning of a body and no more, and gives what the gateway answers to that. */
function answerToUnfinished(framing: string, bytes: number): Promise<string> {
  const { hostname, port, host } = new URL(world.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.setTimeout(10_000, () =>
      reject(new Error(`no answer to an unfinished body; so far ${JSON.stringify(answer)}`)),
    )
    socket.on('data', (part: Buffer) => {
      answer += part.toString('latin1')
      if (!answer.includes('PAYLOAD_TOO_LARGE')) return
      socket.destroy()
      resolve(answer)
    })
    socket.once('error', reject)
    const part = 'x'.repeat(bytes)
    const body = framing.includes('chunked') ? `${bytes.toString(16)}\r\n${part}\r\n` : part
    socket.write(`POST ${CREATE_PATH} HTTP/1.1\r\nhost: ${host}\r\n${framing}\r\n\r\n${body}`)
  })
}

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json5',
  'application/jsonx; charset=utf-8',
  'text/json',
  'application/json; charset=utf-16',
  'application/json, text/plain',
  '',
])('refuses the media type "%s"', async (type) => {
  await refused(415, 'UNSUPPORTED_MEDIA_TYPE', rightBody(), { moreHeaders: [['content-type', type]] })
})

test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
  'takes the media type %s',
  async (type) => {
    expectSuccess(world.key, await postCheckout(world, rightBody(), { moreHeaders: [['content-type', type]] }))
  },
)

test.each(['gzip', 'br', 'gzip, identity', 'x-gzip'])('refuses the content encoding %s', async (encoding) => {
  const body = gzipSync(rightBody())
  await refused(415, 'UNSUPPORTED_MEDIA_TYPE', body, { moreHeaders: [['content-encoding', encoding]] })
})

test('refuses packed bytes that claim to be plain JSON', async () => {
  await refused(400, 'INVALID_REQUEST', gzipSync(rightBody()))
})

test('refuses a compressed transfer', async () => {
  const { status } = await postCheckout(world, rightBody(), { moreHeaders: [['transfer-encoding', 'gzip, chunked']] })
  expect(status).toBeGreaterThanOrEqual(400)
})

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))))

/** The right body with something more in it, written by hand. */
const withMember = (text: string | number[]) => {
  const right = rightBody()
  return bytes('{', text, ',', right.slice(1))
}

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

const unsound: [what: string, body: () => Uint8Array | string][] = [
  ['with a byte order mark', () => bytes([0xef, 0xbb, 0xbf], rightBody())],
  ['in UTF-16', () => Buffer.from(rightBody(), 'utf16le')],
  ['with a byte that is no UTF-8', () => withMember([...Buffer.from('"x":"'), 0xff, 0x22])],
  ['with an overlong encoding', () => withMember([...Buffer.from('"x":"'), 0xc0, 0xaf, 0x22])],
  ['with a surrogate in UTF-8', () => withMember([...Buffer.from('"x":"'), 0xed, 0xa0, 0x80, 0x22])],
  ['with a cut off UTF-8 sequence', () => withMember([...Buffer.from('"x":"'), 0xe2, 0x82, 0x22])],
  ['with a key twice', () => withMember('"merchantOcid":1')],
  ['with a key twice, once written with an escape', () => withMember('"merchantOci\\u0064":1')],
  ['with a key twice deep inside', () => withMember('"x":{"y":[{"a":1,"\\u0061":2}]}')],
  ['nested 17 deep', () => withMember(`"x":${deep(16)}`)],
  ['nested 5,000 deep', () => withMember(`"x":${deep(5_000)}`)],
  ['nested 30,000 deep and never closed', () => '['.repeat(30_000)],
  ['nested 5,000 objects deep', () => `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
  ['with 2^53', () => withMember('"x":9007199254740992')],
  ['with 2^53 + 1', () => withMember('"x":9007199254740993')],
  ['with −(2^53)', () => withMember('"x":-9007199254740992')],
  ['with 2^53 + 1 as a decimal', () => withMember('"x":9007199254740993.0')],
  ['with 2^53 + 1 as an exponent', () => withMember('"x":9.007199254740993e15')],
  ['with a number beyond every limit', () => withMember('"x":1e400')],
  ['with a number that is rounded to zero', () => withMember('"x":1e-400')],
  ['with a raw NUL in a text', () => withMember([...Buffer.from('"x":"a'), 0, 0x22])],
  ['with a NUL after it', () => bytes(rightBody(), [0])],
  ['with a raw line end in a text', () => withMember('"x":"a\nb"')],
  ['with a lone high surrogate', () => withMember('"x":"\\ud800"')],
  ['with a lone low surrogate', () => withMember('"x":"\\udc00"')],
  ['with surrogates in the wrong order', () => withMember('"x":"\\udc00\\ud800"')],
  ['with a lone surrogate in a key', () => withMember('"\\ud800":1')],
  ['with something after it', () => `${rightBody()}{}`],
  ['with a comma after it', () => `${rightBody()},`],
  ['with a trailing comma', () => rightBody().replace(/\}$/, ',}')],
  ['with a comment', () => withMember('/* hello */"x":1')],
  ['with NaN', () => withMember('"x":NaN')],
  ['with Infinity', () => withMember('"x":-Infinity')],
  ['with single quotes', () => withMember("'x':1")],
  ['with a leading zero', () => withMember('"x":01')],
  ['with a plus sign', () => withMember('"x":+1')],
  ['cut off in the middle', () => rightBody().slice(0, -10)],
  ['that is empty', () => new Uint8Array()],
  ['of white space', () => '   '],
]
test.each(unsound)('refuses a body %s', async (_, body) => {
  const { details } = await refused(400, 'INVALID_REQUEST', body(), { method: 'POST' })
  expect(details?.issues).toEqual([{ path: '', message: expect.stringMatching(/\S \S/) }])
})

test.each(['null', '1', '"text"', '[]', '{}', 'true'])('refuses %s as a body and says where', async (text) => {
  const { details } = await refused(400, 'INVALID_REQUEST', text)
  expect(details?.issues).not.toHaveLength(0)
})

test('a member called __proto__ is kept as signed and changes nothing else', async () => {
  const order = world.shop.order()
  const polluted = JSON.parse(`{"__proto__":{"amount":"0.01","isAdmin":true},"constructor":{"prototype":{}}}`)
  const text = JSON.stringify({ ...order }).replace('{', `${JSON.stringify(polluted).slice(0, -1)},`)
  const body = JSON.stringify(checkoutBody(world.shop, JSON.parse(text)))
  expect(body).toContain('__proto__')
  const { session_id: id } = expectSuccess(world.key, await postCheckout(world, body))
  const [stored] = await world.db.rows(
    'SELECT order_text, amount_minor::text FROM checkout_sessions s JOIN payments p ON p.id = s.payment_id WHERE s.id = $1',
    [id],
  )
  expect(stored).toMatchObject({
    amount_minor: '450',
    order_text: expect.stringContaining('"__proto__":{"amount":"0.01"'),
  })
})

test('__proto__ in place of the members that are needed gives none of them', async () => {
  const order = world.shop.order()
  const body = `{"__proto__":${JSON.stringify(checkoutBody(world.shop, order))}}`
  await refused(400, 'INVALID_REQUEST', body)
})

test('takes an order nested 16 deep with a pair of surrogates and the largest safe number', async () => {
  const order = world.shop.order({ more: JSON.parse(deep(13)), smile: '\u{1f600}', most: Number.MAX_SAFE_INTEGER })
  const body = JSON.stringify(checkoutBody(world.shop, order)).replace('\u{1f600}', '\\ud83d\\ude00')
  expectSuccess(world.key, await postCheckout(world, body))
})
