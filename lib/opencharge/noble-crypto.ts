import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import * as secp256k1 from '@noble/secp256k1'
import { type PrivateKey, type PublicKey, publicKeyOf } from '@/lib/opencharge/keys'
import { formatSignature, parseSignature, type Recovery } from '@/lib/opencharge/signature'
import { type Crypto, type Message, messageBytes, sameBytes } from '@/lib/opencharge/signer'

// noble 3 wants its hashes wired, hashes messages by itself unless told, refuses high s unless told, throws on a wrong
// length and puts the recovery byte first: all of that is known here and nowhere else.
secp256k1.hashes.sha256 = sha256
secp256k1.hashes.hmacSha256 = (key, message) => hmac(sha256, key, message)

/** The reference implementation of section 2, in plain JavaScript: slow, and runs in every browser. */
export const nobleCrypto: Crypto = {
  sha256Hex: (message) => bytesToHex(sha256(messageBytes(message))),
  verify,
  sign,
  publicKeyOf,
}

function verify(message: Message, signature: unknown, key: PublicKey): boolean {
  const parsed = parseSignature(signature)
  if (parsed === undefined) return false
  const digest = sha256(messageBytes(message))
  if (parsed.recovery === undefined) {
    return secp256k1.verify(parsed.compact, digest, key.bytes, { prehash: false, lowS: false })
  }
  // Recovering and comparing is one operation, and says both: that the signature is the key's and that v is right.
  const recovered = recover(parsed.compact, parsed.recovery, digest)
  return recovered !== undefined && sameBytes(recovered, key.bytes)
}

function recover(compact: Uint8Array, recovery: Recovery, digest: Uint8Array): Uint8Array | undefined {
  const recoveryFirst = new Uint8Array(65)
  recoveryFirst[0] = recovery
  recoveryFirst.set(compact, 1)
  try {
    return secp256k1.recoverPublicKey(recoveryFirst, digest, { prehash: false, isCompressed: false })
  } catch {
    return undefined // no point has this x, or the sum is the point at infinity
  }
}

function sign(message: Message, privateKey: PrivateKey): string {
  const digest = sha256(messageBytes(message))
  const recoveryFirst = secp256k1.sign(digest, privateKey.bytes(), { prehash: false, format: 'recovered' })
  return formatSignature(recoveryFirst.subarray(1), recoveryFirst[0] ?? -1)
}
