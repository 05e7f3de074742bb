import type { Secp256k1Engine } from './secp256k1-engine'

/** What the package `secp256k1` has of libsecp256k1. Texts of errors are of no use to us: what throws does not hold. */
interface Bindings {
  contextRandomize(seed: Uint8Array): void
  signatureNormalize(signature: Uint8Array): Uint8Array
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, key: Uint8Array): boolean
  ecdsaRecover(signature: Uint8Array, recovery: number, digest: Uint8Array, compressed: boolean): Uint8Array
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array): { readonly signature: Uint8Array; readonly recid: number }
}

/**
 * libsecp256k1 as the machine's own code, some four times as fast as WebAssembly; undefined where the package brings none for
 * this platform. Takes 32 random bytes to blind the private key's arithmetic.
 */
export async function openNativeEngine(randomSeed?: Uint8Array): Promise<Secp256k1Engine | undefined> {
  const bindings = await loadBindings()
  if (!bindings) return undefined
  if (randomSeed) bindings.contextRandomize(randomSeed)
  return {
    // Normalised in a copy: the binding changes what it is given, and takes no high s.
    verify: (compact, digest, key) =>
      orElse(() => bindings.ecdsaVerify(bindings.signatureNormalize(compact.slice()), digest, key), false),
    recover: (compact, recovery, digest) =>
      orElse(() => bindings.ecdsaRecover(compact, recovery, digest, false), undefined),
    sign: (digest, privateKey) => {
      const { signature, recid } = bindings.ecdsaSign(digest, privateKey)
      return { compact: signature, recovery: recid }
    },
  }
}

// Not the package itself: where it has no binary it would go on, slowly, with another library.
async function loadBindings(): Promise<Bindings | undefined> {
  try {
    const { default: bindings } = (await import('secp256k1/bindings.js')) as { default: Bindings }
    return bindings
  } catch {
    return undefined
  }
}

function orElse<T>(compute: () => T, otherwise: T): T {
  try {
    return compute()
  } catch {
    return otherwise
  }
}
