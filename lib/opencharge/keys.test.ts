import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { PrivateKey, parsePrivateKey, parsePublicKey, publicKeyOf } from '@/lib/opencharge/keys'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

const base = '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'
const baseY = '483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8'
const order = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'
const field = 'fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f'

describe('public keys', () => {
  it.each([base + baseY, `04${base}${baseY}`, `02${base}`, (base + baseY).toUpperCase(), `02${base.toUpperCase()}`])(
    'are read from %s',
    (text) => {
      const parsed = parsePublicKey(text)
      expect(parsed.ok && parsed.value.hex).toBe(base + baseY)
      expect(parsed.ok && parsed.value.bytes.length).toBe(65)
    },
  )

  it.each([
    ['y of another point', `${base}${base}`, 'NOT_ON_CURVE'],
    ['x that no point has', `02${'0'.repeat(63)}5`, 'NOT_ON_CURVE'],
    ['x of the field’s order', `02${field}`, 'NOT_ON_CURVE'],
    ['hybrid form', `06${base}${baseY}`, 'NOT_A_KEY'],
    ['the point at infinity', '00', 'NOT_A_KEY'],
    ['0x before it', `0x${base}${baseY}`, 'NOT_A_KEY'],
    ['a line end after it', `${base}${baseY}\n`, 'NOT_A_KEY'],
    ['130 digits without 04', `05${base}${baseY}`, 'NOT_A_KEY'],
    ['no text', 5, 'NOT_A_KEY'],
    ['no value', undefined, 'NOT_A_KEY'],
  ])('are refused: %s', (_name, text, error) => {
    expect(parsePublicKey(text)).toEqual({ ok: false, error })
  })

  it('never throw, whatever is given for one', () => {
    const hex = (length: number) =>
      fc.string({ unit: fc.constantFrom(...'0123456789abcdefF'), minLength: length, maxLength: length })
    fc.assert(fc.property(fc.oneof(fc.anything(), hex(66), hex(128), hex(130)), (text) => void parsePublicKey(text)))
  })
})

describe('private keys', () => {
  it('are read from 64 hex digits in either case', () => {
    const parsed = parsePrivateKey(`${'0'.repeat(63)}1`)
    expect(parsed.ok && publicKeyOf(parsed.value).hex).toBe(base + baseY)
    expect(parsePrivateKey('AB'.repeat(32)).ok).toBe(true)
  })

  it.each(['', '0'.repeat(64), order, 'f'.repeat(64), '1'.repeat(63), '1'.repeat(65), `0x${'1'.repeat(62)}`, null])(
    'are refused: %s',
    (text) => {
      expect(parsePrivateKey(text)).toEqual({ ok: false, error: 'NOT_A_KEY' })
    },
  )

  it('do not show themselves in JSON, text or an inspector', () => {
    const secret = '12ab'.repeat(16)
    const parsed = parsePrivateKey(secret)
    if (!parsed.ok) throw new Error(parsed.error)
    const shown = [
      JSON.stringify({ key: parsed.value }),
      String(parsed.value),
      inspect(parsed.value, { depth: 9, showHidden: true }),
    ]
    expect(shown.join().toLowerCase()).not.toMatch(/12ab|18, 171/)
  })

  it('cannot be changed through the bytes that they were made from or gave out', () => {
    const bytes = new Uint8Array(32).fill(7)
    const key = PrivateKey.fromBytes(bytes)
    bytes.fill(9)
    key?.bytes().fill(9)
    expect(key?.bytes()).toEqual(new Uint8Array(32).fill(7))
  })
})
