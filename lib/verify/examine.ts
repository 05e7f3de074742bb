import { type EvidenceError, keyByHand, readEvidence } from '@/lib/opencharge/evidence'
import { type Judgement, judgeEvidence } from '@/lib/opencharge/judge-evidence'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'

export type ExamineError = EvidenceError | 'EMPTY' | 'BAD_KEY'

export type Examined = { readonly error: ExamineError } | { readonly judgement: Judgement }

/** What these bytes prove, with a key that was typed in beside them or not. Runs in the browser, without a network. */
export function examine(bytes: Uint8Array, keyText: string, nowMs: number): Examined {
  if (bytes.length === 0) return { error: 'EMPTY' }
  const byHand = keyText.trim() === '' ? undefined : keyByHand(keyText)
  if (keyText.trim() !== '' && !byHand) return { error: 'BAD_KEY' }
  const evidence = readEvidence(bytes)
  if (!evidence.ok) return { error: evidence.error }
  const { keys } = evidence.value
  const known = { ...evidence.value, keys: byHand ? [...keys, byHand] : keys }
  return { judgement: judgeEvidence(known, nobleCrypto, new Map(), Math.floor(nowMs / 1000)) }
}
