import { randomBytes } from 'node:crypto'
import { bytesToHex } from '@noble/hashes/utils.js'
import { PrivateKey, publicKeyOf } from '@/lib/opencharge/keys'

/** A new key pair, both as hex. The private key is kept nowhere. */
export function freshKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  const key = freshKey()
  return { privateKey: bytesToHex(key.bytes()), publicKey: publicKeyOf(key).hex }
}

function freshKey(): PrivateKey {
  for (;;) {
    // One in 2^128 of the 32-byte numbers is no scalar of the curve.
    const key = PrivateKey.fromBytes(randomBytes(32))
    if (key) return key
  }
}
