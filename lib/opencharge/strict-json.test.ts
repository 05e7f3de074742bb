import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { JsonValue } from '@/lib/opencharge/json-value'
import { parseStrictJson, strictJsonRefusal } from '@/lib/opencharge/strict-json'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const bytesOf = (text: string) => new TextEncoder().encode(text)
const parse = (text: string) => parseStrictJson(bytesOf(text))
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

/** A JSON text as a tree that can say what JSON.parse forgives; `key` is what a key means, `text` how it is written. */
type Tree = { readonly text: string; readonly depth: number; readonly hasDuplicate: boolean }

const space = fc.constantFrom('', '', ' ', '\n', '\t', ' \r\n ')
const keyText = fc.constantFrom('"a"', '"b"', '"\\u0061"', '"\\u0062"', '"\\""', '"\\u0022"', '""', '"{"', '"é"', '","')
const scalar = fc.constantFrom(
  '1',
  '-0.5',
  'true',
  'null',
  '"a"',
  '"\\\\"',
  '"}\\""',
  '"]"',
  '1E2',
  '":"',
  '"\\ud83d\\ude00"',
)
const leaf = fc.tuple(scalar, space).map(([text, pad]): Tree => ({ text: pad + text, depth: 0, hasDuplicate: false }))
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.tuple(fc.array(tie('tree'), { maxLength: 4 }), space).map(([members, pad]) => container('[', members, ']', pad)),
    fc
      .tuple(fc.array(fc.tuple(space, keyText, space, tie('tree')), { maxLength: 4 }), space)
      .map(([entries, pad]) => objectOf(entries, pad)),
  ),
}))

function container(open: string, members: readonly Tree[], close: string, pad: string): Tree {
  return {
    text: open + pad + members.map(({ text }) => text).join(`${pad},`) + pad + close,
    depth: 1 + Math.max(0, ...members.map(({ depth }) => depth)),
    hasDuplicate: members.some(({ hasDuplicate }) => hasDuplicate),
  }
}

function objectOf(entries: readonly [string, string, string, Tree][], pad: string): Tree {
  const members = entries.map(([before, key, after, value]) => ({
    ...value,
    text: `${before}${key}${after}:${value.text}`,
  }))
  const keys = new Set(entries.map(([, key]) => JSON.parse(key)))
  const whole = container('{', members, '}', pad)
  return keys.size === entries.length ? whole : { ...whole, hasDuplicate: true }
}

describe('the strict JSON reader', () => {
  it('never throws, and what it takes from arbitrary bytes is what JSON.parse reads', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }).map(bytesOf))
    fc.assert(fc.property(bytes, agreesWithJsonParse), { numRuns: 3000 })
  })

  it('never throws on JSON with one byte changed', () => {
    const mutated = fc.tuple(fc.json(), fc.nat(), fc.integer({ min: 0, max: 255 })).map(([text, at, byte]) => {
      const bytes = bytesOf(text)
      bytes[at % bytes.length] = byte
      return bytes
    })
    fc.assert(fc.property(mutated, agreesWithJsonParse), { numRuns: 3000 })
  })

  it('takes every JSON value that others read alike, unchanged', () => {
    const number = fc.oneof(fc.maxSafeInteger(), fc.double({ min: -1e15, max: 1e15, noNaN: true }))
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.oneof(fc.string({ unit: 'binary' }), number, fc.boolean(), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(value, (json) => {
        const text = JSON.stringify(json)
        expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
      { numRuns: 1000 },
    )
  })

  it('refuses a key twice wherever it is and however it is written, and only that', () => {
    fc.assert(
      fc.property(tree, ({ text, hasDuplicate }) => {
        const parsed = parse(text)
        if (hasDuplicate) expect(parsed).toEqual({ ok: false, error: 'DUPLICATE_KEY' })
        else expect(parsed).toEqual({ ok: true, value: JSON.parse(text) })
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['9007199254740991', true],
    ['-9007199254740991', true],
    ['9007199254740992', false],
    ['9007199254740993', false],
    ['9007199254740993.0', false],
    ['-9007199254740992', false],
    ['9007199254740991.5', false],
    ['1e16', false],
    ['1e21', false],
    ['1e15', true],
    ['1E+2', true],
    ['1e400', false],
    ['-1e400', false],
    ['0e400', true],
    ['0.000e-999', true],
    ['1e-400', false],
    ['5e-324', true],
    ['0.1000000000000000055511151231257827', true],
    ['123456789012345678901234567890', false],
  ])('number %s is taken: %s', (text, taken) => {
    const expected = taken ? { ok: true, value: [Number(text)] } : { ok: false, error: 'UNSAFE_NUMBER' }
    expect(parse(`[${text}]`)).toEqual(expected)
  })

  it.each([
    ['"\\ud83d"', false],
    ['"\\ude00"', false],
    ['"\\ude00\\ud83d"', false],
    ['"\\ud83d\\ud83d\\ude00"', false],
    ['"\\ud83dx\\ude00"', false],
    ['"\\ud83d\\n"', false],
    ['{"\\uD83D":1}', false],
    ['"\\uD83D\\uDE00"', true],
    ['"\\\\ud83d"', true],
    ['"\\\\\\ud83d"', false],
    ['"\\ud7ff\\ue000"', true],
  ])('surrogates in %s are taken: %s', (text, taken) => {
    expect(parse(text)).toEqual(taken ? { ok: true, value: JSON.parse(text) } : { ok: false, error: 'LONE_SURROGATE' })
  })

  it('takes 16 levels and refuses 17, and 100,000 without a stack overflow', () => {
    expect(parse(nested(16)).ok).toBe(true)
    expect(parse(nested(17))).toEqual({ ok: false, error: 'TOO_DEEP' })
    expect(parse(nested(100_000))).toEqual({ ok: false, error: 'TOO_DEEP' })
    expect(parse('{"a":'.repeat(100_000))).toEqual({ ok: false, error: 'TOO_DEEP' })
    expect(parse(`[${Array(1000).fill('[]').join()}]`).ok).toBe(true)
  })

  it('refuses a byte order mark, which others drop or choke on', () => {
    expect(parse('\ufeff{}')).toEqual({ ok: false, error: 'BYTE_ORDER_MARK' })
  })

  it.each([
    ['a lone continuation byte', [0x22, 0x80, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a cut sequence', [0x22, 0xe2, 0x82]],
    ['more than U+10FFFF', [0x22, 0xf5, 0x80, 0x80, 0x80, 0x22]],
  ])('refuses bad UTF-8: %s', (_name, bytes) => {
    expect(parseStrictJson(new Uint8Array(bytes))).toEqual({ ok: false, error: 'NOT_UTF8' })
  })

  it.each([
    '',
    ' ',
    '{} {}',
    '{}x',
    '{"a":1,}',
    "{'a':1}",
    '[1',
    '"a',
    '"\\',
    'NaN',
    '01',
    '+1',
    '.5',
    '1.',
    '-',
    '\0{}',
    '{}\0',
    '"\0"',
    '{"a"}',
    '/**/1',
    '\u00a01',
    '"\\x"',
    '1e',
    '--1',
  ])('refuses %j', (text) => {
    expect(parse(text)).toEqual({ ok: false, error: 'NOT_JSON' })
  })

  it('reads __proto__ as an ordinary member, and a second one as a duplicate', () => {
    const parsed = parse('{"__proto__":{"admin":true}}')
    expect(parsed.ok && Object.keys(parsed.value ?? {})).toEqual(['__proto__'])
    expect(parsed.ok && Object.getPrototypeOf(parsed.value)).toBe(Object.prototype)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
    expect(parse('{"__proto__":1,"__proto__":2}').ok).toBe(false)
  })

  it('answers with INVALID_REQUEST and says what is wrong', () => {
    expect(strictJsonRefusal('DUPLICATE_KEY')).toMatchObject({
      code: 'INVALID_REQUEST',
      details: { issues: [{ path: '', message: 'must not have the same key twice in one object' }] },
    })
  })
})

function agreesWithJsonParse(bytes: Uint8Array): void {
  const parsed = parseStrictJson(bytes)
  if (parsed.ok) expect(parsed.value).toEqual(JSON.parse(new TextDecoder().decode(bytes)))
}
