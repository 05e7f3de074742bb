import { parentPort } from 'node:worker_threads'
import { createFastCrypto } from '@/lib/opencharge/fast-crypto'
import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'
import { checkKnownAnswers } from '@/lib/opencharge/known-answers'
import { createLruMap } from '@/lib/registry/lru-map'
import type { ThreadCheck } from './check-in-thread'

const MOST_KEYS = 10_000

// The program of the thread that checks signatures (check-in-thread.ts).
const crypto = await createFastCrypto()
checkKnownAnswers(crypto)
const keys = createLruMap<string, PublicKey>(MOST_KEYS)

parentPort?.on('message', (batch: ThreadCheck[]) => {
  parentPort?.postMessage(batch.map(holds))
})

function holds({ message, signature, keyHex }: ThreadCheck): boolean {
  const key = keyOf(keyHex)
  return key !== undefined && crypto.verify(message, signature, key)
}

function keyOf(hex: string): PublicKey | undefined {
  const known = keys.get(hex)
  if (known) return known
  const parsed = parsePublicKey(hex)
  if (!parsed.ok) return undefined
  keys.set(hex, parsed.value)
  return parsed.value
}
