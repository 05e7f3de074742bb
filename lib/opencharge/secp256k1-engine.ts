/** The arithmetic of secp256k1 that fast-crypto.ts stands on. Digests have 32 bytes, keys 65 (uncompressed), signatures 64 (r, s). */
export interface Secp256k1Engine {
  /** Whether the signature is the key's over the digest; `s` may be high. */
  verify(compact: Uint8Array, digest: Uint8Array, key: Uint8Array): boolean
  /** The key that made the signature; undefined when none could have. */
  recover(compact: Uint8Array, recovery: number, digest: Uint8Array): Uint8Array | undefined
  /** By RFC 6979, with a low `s`. */
  sign(digest: Uint8Array, privateKey: Uint8Array): { readonly compact: Uint8Array; readonly recovery: number }
}
