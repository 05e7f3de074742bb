import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'

/** Which of the two points with the signature's x the signer used: v `1b` is 0, `1c` is 1. */
export type Recovery = 0 | 1

/** A signature with r and s in [1, n−1]. `recovery` is undefined when the wire form had no v. */
export interface Signature {
  /** r then s, 32 bytes each, big-endian. */
  readonly compact: Uint8Array
  readonly recovery: Recovery | undefined
}

/** The order n of secp256k1 (SEC 2 section 2.4.1), in lower-case hex so that r and s are compared as text. */
const order = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'
const zero = '0'.repeat(64)
const form = /^[0-9a-f]{128}(?:1b|1c)?$/

/**
 * Reads a signature: 128 hex digits (r, s) or 130 (r, s, v), upper or lower case, with r and s in [1, n−1] and v
 * `1b` or `1c`; s may be high. Gives undefined for everything else (protocol section 2).
 */
export function parseSignature(text: unknown): Signature | undefined {
  if (typeof text !== 'string') return undefined
  const hex = text.toLowerCase()
  if (!form.test(hex) || !isScalar(hex.slice(0, 64)) || !isScalar(hex.slice(64, 128))) return undefined
  return { compact: hexToBytes(hex.slice(0, 128)), recovery: recoveryOf(hex.slice(128)) }
}

/** Writes a signature as we emit it: 130 lower-case hex digits, v `1b` or `1c` (protocol section 2). */
export function formatSignature(compact: Uint8Array, recovery: number): string {
  if (compact.length !== 64 || (recovery !== 0 && recovery !== 1)) throw new RangeError('not a recoverable signature')
  return `${bytesToHex(compact)}${recovery === 0 ? '1b' : '1c'}`
}

function isScalar(hex: string): boolean {
  return hex > zero && hex < order
}

function recoveryOf(v: string): Recovery | undefined {
  if (v === '') return undefined
  return v === '1b' ? 0 : 1
}
