import { parsePrivateKey, parsePublicKey } from '@/lib/opencharge/keys'
import type { Crypto } from '@/lib/opencharge/signer'

// "Satoshi Nakamoto" under the private key 1: a widely published answer of RFC 6979 with SHA-256 on secp256k1. The public
// key of 1 is the curve's base point (SEC 2 section 2.4.1).
const message = 'Satoshi Nakamoto'
const privateKey = `${'0'.repeat(63)}1`
const publicKey =
  '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798' +
  '483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8'
const r = '934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8'
const s = '2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5'
const highS = 'dbbd3162d46e9f9bef7feb87c16dc13b4f6568a87f4e83f728e2443ba586675c'
const sha256OfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * Throws when an implementation disagrees with built-in known answers: hashing, signing, deriving, and accepting and
 * refusing each form of protocol section 2. Run it once at boot; a gateway that verifies wrongly must not start.
 */
export function checkKnownAnswers(crypto: Crypto): void {
  const secret = parsePrivateKey(privateKey)
  const key = parsePublicKey(publicKey)
  if (!secret.ok || !key.ok) throw new Error('the built-in known answers are damaged')
  expectAnswer('sha256', crypto.sha256Hex(''), sha256OfNothing)
  expectAnswer('public key', crypto.publicKeyOf(secret.value).hex, publicKey)
  expectAnswer('signature', crypto.sign(message, secret.value), `${r}${s}1c`)
  for (const [name, signature, signed, expected] of verifications) {
    expectAnswer(name, crypto.verify(signed, signature, key.value), expected)
  }
}

const verifications: readonly (readonly [name: string, signature: string, message: string, expected: boolean])[] = [
  ['with v', `${r}${s}1c`, message, true],
  ['without v', `${r}${s}`, message, true],
  ['high s with v', `${r}${highS}1b`, message, true],
  ['high s without v', `${r}${highS}`, message, true],
  ['v of the other point', `${r}${s}1b`, message, false],
  ['another message', `${r}${s}`, 'Satoshi Nakamot0', false],
  ['another message with v', `${r}${s}1c`, 'Satoshi Nakamot0', false],
  ['r and s exchanged', `${s}${r}`, message, false],
  ['r is zero', `${'0'.repeat(64)}${s}`, message, false],
]

function expectAnswer(name: string, answer: string | boolean, expected: string | boolean): void {
  if (answer !== expected) throw new Error(`known answer "${name}": expected ${expected}, got ${answer}`)
}
