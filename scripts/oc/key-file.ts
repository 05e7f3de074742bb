import { chmodSync, existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Env } from '@/lib/env/env'
import { parsePrivateKey, publicKeyOf } from '@/lib/opencharge/keys'
import { err, ok, type Result } from '@/lib/opencharge/result'

/** A new key beside the development gateway's, ready to take its place. */
export interface KeyDraft {
  /** Puts it in place; the old key stays beside it. Gives where that is. */
  readonly place: () => string
  readonly discard: () => void
}

/** Writes a new key down before anybody relies on it. The error is a sentence: the key of this gateway is not in a file of ours. */
export function draftKeyFile(env: Env, privateKey: string): Result<KeyDraft, string> {
  const file = path.join(env.DATA_DIR, 'gateway.key')
  if (!env.development) return err('--in-place is for development: in production the key is configuration.')
  const current = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  const parsed = parsePrivateKey(current)
  if (!parsed.ok || current !== env.GATEWAY_PRIVATE_KEY)
    return err(`The key is not in ${file}: put the new one where GATEWAY_PRIVATE_KEY is set, without --in-place.`)
  const kept = `${file}.${publicKeyOf(parsed.value).hex}`
  const draft = `${file}.next`
  writeFileSync(draft, privateKey, { mode: 0o600 })
  return ok({ place: () => swap(file, draft, kept), discard: () => rmSync(draft, { force: true }) })
}

/** Whoever reads the file meanwhile finds one of the two keys, whole. */
function swap(file: string, draft: string, kept: string): string {
  rmSync(kept, { force: true })
  linkSync(file, kept)
  chmodSync(kept, 0o600)
  renameSync(draft, file)
  return kept
}
