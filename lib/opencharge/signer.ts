import type { PrivateKey, PublicKey } from '@/lib/opencharge/keys'

/** What is hashed and signed: bytes, or text that stands for its UTF-8 bytes. */
export type Message = Uint8Array | string

/** Hashes, as protocol section 2 wants it. */
export interface Hasher {
  /** SHA-256 in 64 lower-case hex digits. */
  sha256Hex(message: Message): string
}

/** Verifies signatures of any key. */
export interface Verifier extends Hasher {
  /**
   * Whether `signature` (wire form) is `key`'s ECDSA signature over the SHA-256 of `message`. A malformed signature is
   * false, never an exception. A v that is there must recover the key (protocol section 2).
   */
  verify(message: Message, signature: unknown, key: PublicKey): boolean
}

/** Signs with one key, which stays inside. */
export interface Signer extends Hasher {
  readonly publicKey: PublicKey
  /** The wire form of a signature: 130 hex digits, low s, RFC 6979 (protocol section 2). */
  sign(message: Message): string
}

/** An implementation of section 2's cryptography. */
export interface Crypto extends Verifier {
  sign(message: Message, privateKey: PrivateKey): string
  publicKeyOf(privateKey: PrivateKey): PublicKey
}

/** Binds an implementation to one private key. */
export function createSigner(crypto: Crypto, privateKey: PrivateKey): Signer {
  return {
    publicKey: crypto.publicKeyOf(privateKey),
    sha256Hex: (message) => crypto.sha256Hex(message),
    sign: (message) => crypto.sign(message, privateKey),
  }
}

const encoder = new TextEncoder()

/** The bytes of a message: bytes as they are, text in UTF-8. */
export function messageBytes(message: Message): Uint8Array {
  return typeof message === 'string' ? encoder.encode(message) : message
}

/** Whether two byte strings are the same. For public values: its time depends on them. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
