import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parsePrivateKey } from '@/lib/opencharge/keys'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { fastImplementations } from '@/lib/opencharge/testing/test-implementations'

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const people = Array.from({ length: 8 }, (_, index) => {
  const parsed = parsePrivateKey(nobleCrypto.sha256Hex(`person ${index}`))
  if (!parsed.ok) throw new Error('not a key')
  return { secret: parsed.value, key: nobleCrypto.publicKeyOf(parsed.value) }
})

const person = fc.constantFrom(...people)
const message = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.uint8Array({ maxLength: 60 }))

const highS = (signature: string) => {
  const s = (order - BigInt(`0x${signature.slice(64, 128)}`)).toString(16).padStart(64, '0')
  return signature.slice(0, 64) + s + (signature.endsWith('1b') ? '1c' : '1b')
}
const withoutV = (signature: string) => signature.slice(0, 128)
const otherV = (signature: string) => withoutV(signature) + (signature.endsWith('1b') ? '1c' : '1b')
const changedAt = (signature: string, at: number, by: number) => {
  const digit = (Number.parseInt(signature[at] ?? '0', 16) + by) % 16
  return signature.slice(0, at) + digit.toString(16) + signature.slice(at + 1)
}

/** What the wire may carry for one signature, and whether it must be accepted. */
const wireForm = fc.oneof(
  fc.constantFrom<readonly [(signature: string) => string, boolean]>(
    [(signature) => signature, true],
    [withoutV, true],
    [(signature) => signature.toUpperCase(), true],
    [highS, true],
    [(signature) => withoutV(highS(signature)), true],
    [otherV, false],
    [(signature) => otherV(highS(signature)), false],
    [(signature) => signature.slice(64, 128) + signature.slice(0, 64), false],
  ),
  fc.tuple(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 1, max: 15 }), fc.boolean()).map(([at, by, keepV]) => {
    const change = (signature: string) => changedAt(keepV ? signature : withoutV(signature), at, by)
    return [change, false] as const
  }),
)

/** What is verified in the place of what was signed. */
const tampering = fc.constantFrom('none', 'none', 'none', 'message', 'key')

const generatedCase = fc.record({ signer: person, other: person, message, wireForm, tampering })

it('noble and the fast verifiers agree with each other and the truth in 10,000 generated cases', () => {
  const seen = { true: 0, false: 0 }
  fc.assert(
    fc.property(generatedCase, (generated) => {
      const { signer, other } = generated
      const [change, formIsGood] = generated.wireForm
      const [signature = '', ...others] = fastImplementations.map(([, fast]) =>
        change(fast.sign(generated.message, signer.secret)),
      )
      const verified = generated.tampering === 'message' ? `${generated.message}.` : generated.message
      const key = generated.tampering === 'key' ? other.key : signer.key
      const expected = formIsGood && verified === generated.message && key.hex === signer.key.hex
      for (const other of others) expect(other).toBe(signature)
      for (const [, fast] of fastImplementations) expect(fast.verify(verified, signature, key)).toBe(expected)
      expect(nobleCrypto.verify(verified, signature, key)).toBe(expected)
      seen[`${expected}`] += 1
    }),
    { numRuns: 10_000 },
  )
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(1000)
}, 300_000)

it('all make the same signatures and hashes', () => {
  fc.assert(
    fc.property(person, message, ({ secret }, text) => {
      for (const [, fast] of fastImplementations) {
        expect(fast.sign(text, secret)).toBe(nobleCrypto.sign(text, secret))
        expect(fast.sha256Hex(text)).toBe(nobleCrypto.sha256Hex(text))
      }
    }),
    { numRuns: 300 },
  )
}, 60_000)
