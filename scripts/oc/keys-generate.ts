import { randomBytes } from 'node:crypto'
import { bytesToHex } from '@noble/hashes/utils.js'
import { PrivateKey, publicKeyOf } from '@/lib/opencharge/keys'
import { ok } from '@/lib/opencharge/result'
import { defineCommand } from './command'

export const keysGenerate = defineCommand({
  syntax: 'generate',
  summary: 'make a new key pair',
  details:
    'Prints the private key once and keeps it nowhere. Needs neither a configuration nor a database, so it can run on a machine without a network.',
  examples: ['keys generate', 'keys generate --json'],
  run: async () => {
    const key = freshKey()
    const [privateKey, publicKey] = [bytesToHex(key.bytes()), publicKeyOf(key).hex]
    const lines = [
      `GATEWAY_PRIVATE_KEY=${privateKey}`,
      '',
      `Public key: ${publicKey}`,
      '',
      'The private key is shown this once. Put it into the configuration, keep a copy where only you can reach it, and',
      'give it to nobody: who has it can sign in the name of the gateway. The public key is in /opencharge/metadata.json.',
    ]
    return ok({ json: { privateKey, publicKey }, lines })
  },
})

function freshKey(): PrivateKey {
  for (;;) {
    // One in 2^128 of the 32-byte numbers is no scalar of the curve.
    const key = PrivateKey.fromBytes(randomBytes(32))
    if (key) return key
  }
}
