import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { getPublicKey, Point, utils } from '@noble/secp256k1'
import { err, ok, type Result } from '@/lib/opencharge/result'

declare const checkedPoint: unique symbol

/** A point that was checked to lie on secp256k1. Only this module makes one, so that unchecked text cannot pass for it. */
export interface PublicKey {
  /** The form we emit: 128 lower-case hex digits, x then y (protocol section 2). */
  readonly hex: string
  /** SEC 1 uncompressed form: 65 bytes, `04` x y. */
  readonly bytes: Uint8Array
  readonly [checkedPoint]: true
}

/** A private key that does not show itself: not in JSON, not in a log, not in an inspector. */
export class PrivateKey {
  readonly #bytes: Uint8Array

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Gives a key for 32 bytes that are a scalar in [1, n−1], else undefined. */
  static fromBytes(bytes: Uint8Array): PrivateKey | undefined {
    return bytes.length === 32 && utils.isValidSecretKey(bytes) ? new PrivateKey(bytes.slice()) : undefined
  }

  /** The 32 bytes of the scalar, big-endian, as a copy. */
  bytes(): Uint8Array {
    return this.#bytes.slice()
  }

  toJSON(): string {
    return '[private key]'
  }
}

export type KeyError = 'NOT_A_KEY' | 'NOT_ON_CURVE'

const publicKeyForm = /^(?:[0-9a-f]{128}|04[0-9a-f]{128}|0[23][0-9a-f]{64})$/i
const privateKeyForm = /^[0-9a-f]{64}$/i

/**
 * Reads a public key: 128 hex digits (x, y), 130 that begin with `04`, or 66 compressed; upper or lower case
 * (protocol section 2; SEC 1 section 2.3.4). `NOT_A_KEY` when the text has none of these forms, `NOT_ON_CURVE`
 * when it has one but is no point of the curve.
 */
export function parsePublicKey(text: unknown): Result<PublicKey, KeyError> {
  if (typeof text !== 'string' || !publicKeyForm.test(text)) return err('NOT_A_KEY')
  try {
    return ok(checked(Point.fromHex(text.length === 128 ? `04${text}` : text).toBytes(false)))
  } catch {
    return err('NOT_ON_CURVE')
  }
}

/** Reads a private key: 64 hex digits, a number in [1, n−1] (protocol section 2), else `NOT_A_KEY`. */
export function parsePrivateKey(text: unknown): Result<PrivateKey, KeyError> {
  if (typeof text !== 'string' || !privateKeyForm.test(text)) return err('NOT_A_KEY')
  const key = PrivateKey.fromBytes(hexToBytes(text))
  return key === undefined ? err('NOT_A_KEY') : ok(key)
}

/** The public key that belongs to a private one. */
export function publicKeyOf(privateKey: PrivateKey): PublicKey {
  return checked(getPublicKey(privateKey.bytes(), false))
}

function checked(bytes: Uint8Array): PublicKey {
  return { hex: bytesToHex(bytes.subarray(1)), bytes } as PublicKey
}
