import { ok } from '@/lib/opencharge/result'
import { defineCommand } from './command'
import { freshKeyPair } from './fresh-key'

export const keysGenerate = defineCommand({
  syntax: 'generate',
  summary: 'make a new key pair',
  details:
    'Prints the private key once and keeps it nowhere. Needs neither a configuration nor a database, so it can run on a machine without a network.',
  examples: ['keys generate', 'keys generate --json'],
  run: async () => {
    const { privateKey, publicKey } = freshKeyPair()
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
