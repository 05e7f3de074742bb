import { etc, Point } from '@noble/secp256k1'
import { describe, expect, it, vi } from 'vitest'
import { parsePrivateKey, parsePublicKey } from '@/lib/opencharge/keys'
import { checkKnownAnswers } from '@/lib/opencharge/known-answers'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import type { Crypto } from '@/lib/opencharge/signer'
import { implementations } from '@/lib/opencharge/testing/test-implementations'

// Thousands of generated cases on a busy machine take longer than the default of five seconds.
vi.setConfig({ testTimeout: 60_000 })

// The classes of cases that published collections aim at ECDSA verifiers, constructed: for any R = kG and any s there is
// exactly one key, Q = r⁻¹(sR − zG), under which (r, s) is valid, so r and s can be driven to every extreme.

const { n } = Point.CURVE()
const message = 'an order of nobody'
const hex = (value: bigint) => value.toString(16).padStart(64, '0')
const modulo = (value: bigint) => ((value % n) + n) % n
const times = (point: Point, scalar: bigint) => (modulo(scalar) === 0n ? Point.ZERO : point.multiply(modulo(scalar)))
const z = modulo(BigInt(`0x${nobleCrypto.sha256Hex(message)}`))

const half = (n - 1n) / 2n
const scalars = [1n, 2n, 3n, 2n ** 32n, 2n ** 128n - 1n, 2n ** 128n, half, half + 1n, n - 3n, n - 2n, n - 1n]
const combinations = scalars.flatMap((k) => scalars.map((s) => ({ k, s })))

function construct(k: bigint, s: bigint) {
  const R = Point.BASE.multiply(k)
  const { x, y } = R.toAffine()
  const r = modulo(x)
  const Q = times(times(R, s).subtract(times(Point.BASE, z)), etc.invert(r, n))
  const key = parsePublicKey(Q.toHex(false))
  if (!key.ok) throw new Error(key.error)
  return {
    key: key.value,
    compact: hex(r) + hex(s),
    v: y % 2n === 0n ? '1b' : '1c',
    otherV: y % 2n === 0n ? '1c' : '1b',
  }
}

describe.each(implementations)('%s', (_name, crypto) => {
  it('accepts valid signatures with extreme r and s, and refuses them for another message or v', () => {
    for (const { k, s } of combinations) {
      const { key, compact, v, otherV } = construct(k, s)
      expect(crypto.verify(message, compact, key), `k=${k} s=${s}`).toBe(true)
      expect(crypto.verify(message, compact + v, key), `k=${k} s=${s}, with v`).toBe(true)
      expect(crypto.verify(message, compact + otherV, key), `k=${k} s=${s}, other v`).toBe(false)
      expect(crypto.verify(`${message}.`, compact, key), `k=${k} s=${s}, other message`).toBe(false)
    }
  })

  it('refuses a signature whose equation ends at the point at infinity', () => {
    for (const r of [1n, 2n, half, n - 1n]) {
      const Q = times(Point.BASE, -z * etc.invert(r, n))
      const key = parsePublicKey(Q.toHex(false))
      if (!key.ok) throw new Error(key.error)
      for (const v of ['', '1b', '1c']) expect(crypto.verify(message, hex(r) + hex(1n) + v, key.value)).toBe(false)
    }
  })

  it.each([
    ['zero', 0n],
    ['n', n],
    ['n + 1', n + 1n],
    ['2^256 − 1', 2n ** 256n - 1n],
  ])('refuses r or s of %s', (_case, value) => {
    const { key, compact } = construct(3n, 2n)
    for (const v of ['', '1b', '1c']) {
      expect(crypto.verify(message, hex(value) + compact.slice(64) + v, key)).toBe(false)
      expect(crypto.verify(message, compact.slice(0, 64) + hex(value) + v, key)).toBe(false)
    }
  })

  it('refuses r + n in the place of a small r', () => {
    const { key, compact } = construct(2n ** 32n, 5n)
    const r = BigInt(`0x${compact.slice(0, 64)}`)
    const wrapped = (r + n).toString(16)
    expect(crypto.verify(message, wrapped.padStart(64, '0').slice(-64) + compact.slice(64), key)).toBe(false)
  })

  it('signs and verifies with the smallest and the largest private key', () => {
    for (const d of [1n, n - 1n]) {
      const secret = parsePrivateKey(hex(d))
      if (!secret.ok) throw new Error(secret.error)
      const signature = crypto.sign(message, secret.value)
      expect(crypto.verify(message, signature, crypto.publicKeyOf(secret.value))).toBe(true)
    }
  })

  it.each([undefined, null, 1, {}, [], '', 'x', '00'.repeat(64), Symbol('s')])(
    'refuses %s as a signature',
    (signature) => {
      expect(crypto.verify(message, signature, construct(3n, 2n).key)).toBe(false)
    },
  )

  it('gives the built-in known answers', () => {
    expect(() => checkKnownAnswers(crypto)).not.toThrow()
  })
})

describe('the check of known answers at boot', () => {
  it.each<readonly [string, Partial<Crypto>]>([
    ['accepts everything', { verify: () => true }],
    ['refuses everything', { verify: () => false }],
    ['ignores v', { verify: (text, signature, key) => nobleCrypto.verify(text, String(signature).slice(0, 128), key) }],
    [
      'refuses high s',
      {
        verify: (text, signature, key) =>
          !String(signature).slice(64).startsWith('db') && nobleCrypto.verify(text, signature, key),
      },
    ],
    ['signs something else', { sign: (text, secret) => nobleCrypto.sign(`${text}.`, secret) }],
    ['hashes wrongly', { sha256Hex: () => '00' }],
  ])('stops an implementation that %s', (_name, fault) => {
    expect(() => checkKnownAnswers({ ...nobleCrypto, ...fault })).toThrow(/known answer/)
  })
})
