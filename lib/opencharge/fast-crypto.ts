import { hash } from 'node:crypto'
import { publicKeyOf } from '@/lib/opencharge/keys'
import { openNativeEngine } from '@/lib/opencharge/native-engine'
import type { Secp256k1Engine } from '@/lib/opencharge/secp256k1-engine'
import { formatSignature, parseSignature } from '@/lib/opencharge/signature'
import { type Crypto, type Message, sameBytes } from '@/lib/opencharge/signer'

/**
 * The server's implementation of section 2: libsecp256k1, as the machine's own code where there is a binary for it and as
 * WebAssembly elsewhere, and Node's own SHA-256. Takes 32 random bytes to blind the private key's arithmetic against side
 * channels; results do not depend on them. Run `checkKnownAnswers` on it before use.
 */
export async function createFastCrypto(randomSeed?: Uint8Array): Promise<Crypto> {
  const native = await openNativeEngine(randomSeed)
  return cryptoOn(native ?? (await openFallback(randomSeed)))
}

// Loaded only where it is needed: it takes a good part of the time in which a gateway starts.
async function openFallback(randomSeed?: Uint8Array): Promise<Secp256k1Engine> {
  const { openWasmEngine } = await import('@/lib/opencharge/wasm-engine')
  return openWasmEngine(randomSeed)
}

/** Section 2 on the arithmetic of one engine. */
export function cryptoOn(engine: Secp256k1Engine): Crypto {
  return {
    sha256Hex: (message) => hash('sha256', message, 'hex'),
    verify: (message, signature, key) => {
      const parsed = parseSignature(signature)
      if (parsed === undefined) return false
      const { compact, recovery } = parsed
      if (recovery === undefined) return engine.verify(compact, digestOf(message), key.bytes)
      // Recovering and comparing is one operation for two checks: the signature, and that v is right. Verifying
      // first and then recovering would cost twice as much.
      const recovered = engine.recover(compact, recovery, digestOf(message))
      return recovered !== undefined && sameBytes(recovered, key.bytes)
    },
    sign: (message, privateKey) => {
      const { compact, recovery } = engine.sign(digestOf(message), privateKey.bytes())
      return formatSignature(compact, recovery)
    },
    publicKeyOf,
  }
}

function digestOf(message: Message): Uint8Array {
  return hash('sha256', message, 'buffer')
}
