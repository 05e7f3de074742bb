import { type PrivateKey, type PublicKey, parsePrivateKey } from '@/lib/opencharge/keys'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { createSigner, type Signer } from '@/lib/opencharge/signer'

/** For tests: a person whose key is the hash of a word, in the reference implementation. */
export function testPerson(word: string): {
  readonly secret: PrivateKey
  readonly key: PublicKey
  readonly signer: Signer
} {
  const secret = parsePrivateKey(nobleCrypto.sha256Hex(word))
  if (!secret.ok) throw new Error(secret.error)
  const signer = createSigner(nobleCrypto, secret.value)
  return { secret: secret.value, key: signer.publicKey, signer }
}
