import { hash } from 'node:crypto'
import { instantiateSecp256k1, type Secp256k1 } from '@bitauth/libauth'
import { type PrivateKey, publicKeyOf } from '@/lib/opencharge/keys'
import { formatSignature, parseSignature } from '@/lib/opencharge/signature'
import { type Crypto, type Message, sameBytes } from '@/lib/opencharge/signer'

/**
 * The server's implementation of section 2: libsecp256k1 as WebAssembly, and Node's own SHA-256.
 * Takes 32 random bytes to blind the private key's arithmetic against side channels; results do not depend on them.
 * Run `checkKnownAnswers` on it before use.
 */
export async function createFastCrypto(randomSeed?: Uint8Array): Promise<Crypto> {
  const secp256k1 = await instantiateSecp256k1(randomSeed)
  return {
    sha256Hex: (message) => hash('sha256', message, 'hex'),
    verify: (message, signature, key) => {
      const parsed = parseSignature(signature)
      if (parsed === undefined) return false
      const { compact, recovery } = parsed
      if (recovery === undefined) return secp256k1.verifySignatureCompact(compact, key.bytes, digestOf(message))
      // Recovering and comparing is one operation for two checks: the signature, and that v is right. Verifying
      // first and then recovering would cost twice as much.
      const recovered = secp256k1.recoverPublicKeyUncompressed(compact, recovery, digestOf(message))
      return typeof recovered !== 'string' && sameBytes(recovered, key.bytes)
    },
    sign: (message, privateKey) => sign(secp256k1, message, privateKey),
    publicKeyOf,
  }
}

function sign(secp256k1: Secp256k1, message: Message, privateKey: PrivateKey): string {
  const signed = secp256k1.signMessageHashRecoverableCompact(privateKey.bytes(), digestOf(message))
  if (typeof signed === 'string') throw new Error(signed)
  return formatSignature(signed.signature, signed.recoveryId)
}

function digestOf(message: Message): Uint8Array {
  return hash('sha256', message, 'buffer')
}
