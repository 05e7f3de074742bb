import { instantiateSecp256k1 } from '@bitauth/libauth'
import type { Secp256k1Engine } from './secp256k1-engine'

/** libsecp256k1 as WebAssembly: on every machine the same. Takes 32 random bytes to blind the private key's arithmetic. */
export async function openWasmEngine(randomSeed?: Uint8Array): Promise<Secp256k1Engine> {
  const secp256k1 = await instantiateSecp256k1(randomSeed)
  return {
    verify: (compact, digest, key) => secp256k1.verifySignatureCompact(compact, key, digest),
    recover: (compact, recovery, digest) => {
      const recovered = secp256k1.recoverPublicKeyUncompressed(compact, recovery as 0 | 1, digest)
      return typeof recovered === 'string' ? undefined : recovered
    },
    sign: (digest, privateKey) => {
      const signed = secp256k1.signMessageHashRecoverableCompact(privateKey, digest)
      if (typeof signed === 'string') throw new Error(signed)
      return { compact: signed.signature, recovery: signed.recoveryId }
    },
  }
}
