import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { canonicalJson, shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import { isJsonObject, type JsonValue } from '@/lib/opencharge/json-value'
import { parseStrictJson } from '@/lib/opencharge/strict-json'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const anyJson = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }) as fc.Arbitrary<JsonValue>

/** RFC 8785 once more, character by character and without JSON.stringify. */
function slowCanonical(value: JsonValue): string {
  if (typeof value === 'string') return slowString(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : `${value}`
  if (Array.isArray(value)) return `[${value.map(slowCanonical).join()}]`
  if (!isJsonObject(value)) return `${value}`
  const sorted: [string, JsonValue][] = []
  for (const entry of Object.entries(value)) {
    const at = sorted.findIndex(([key]) => isBefore(entry[0], key))
    sorted.splice(at === -1 ? sorted.length : at, 0, entry)
  }
  return `{${sorted.map(([key, member]) => `${slowString(key)}:${slowCanonical(member)}`).join()}}`
}

function isBefore(a: string, b: string): boolean {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    if (a.charCodeAt(at) !== b.charCodeAt(at)) return a.charCodeAt(at) < b.charCodeAt(at)
  }
  return a.length < b.length
}

const short = new Map([
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['"', '\\"'],
  ['\\', '\\\\'],
])

function slowString(value: string): string {
  let text = ''
  for (const unit of value) {
    const code = unit.charCodeAt(0)
    text += short.get(unit) ?? (code < 0x20 ? `\\u${code.toString(16).padStart(4, '0')}` : unit)
  }
  return `"${text}"`
}

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, member]) => [key, reversed(member)] as const)
  return Object.fromEntries(entries.reverse())
}

describe('canonical JSON', () => {
  it('agrees with a slow implementation of RFC 8785 that shares nothing with it', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(value)).toBe(slowCanonical(value))
      }),
      { numRuns: 2000 },
    )
  })

  it('does not depend on the order of keys, at any level', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
      }),
      { numRuns: 1000 },
    )
  })

  it('is its own canonical form when it is read again', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value)
        const parsed = parseStrictJson(new TextEncoder().encode(text))
        if (parsed.ok) expect(canonicalJson(parsed.value)).toBe(text)
        else expect(parsed.error).toBe('UNSAFE_NUMBER')
      }),
      { numRuns: 1000 },
    )
  })

  it('has a member called __proto__ like any other', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe('{"__proto__":{"a":2},"b":1}')
  })

  it('writes minus zero as 0 and sorts by code unit, not by code point', () => {
    expect(canonicalJson([-0])).toBe('[0]')
    expect(canonicalJson({ '\ufb33': 1, '😀': 2 })).toBe('{"😀":2,"\ufb33":1}')
  })

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', [Number.POSITIVE_INFINITY]],
    ['a lone surrogate', '\ud83d'],
    ['a lone surrogate in a key', { '\ude00': 1 }],
    ['undefined', { a: undefined } as unknown as JsonValue],
  ])('throws on %s, which it cannot say', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  })
})

it('the trap leaves out what is nested, and nothing else', () => {
  const proof = { to: { ocid: 1, txid: 'kept' }, txid: 't', from: { ocid: 2 } }
  expect(shallowCanonicalJson(proof)).toBe('{"from":{},"to":{"txid":"kept"},"txid":"t"}')
})
