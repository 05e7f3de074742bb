import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { Env } from '@/lib/env/env'
import { checksInThread } from '@/lib/gateway/check-in-thread'
import type { OpenChecks } from '@/lib/gateway/gateway'
import { checksInPlace } from '@/lib/gateway/signature-checks'

// Beside the built server (scripts/bundle-server.ts); from the sources there is none.
const PROGRAM = path.join(import.meta.dirname, 'signature-thread.mjs')

/** Where this process checks signatures: in a thread when the machine has a processor for it that no process of ours fills. */
export function openChecks({ WEB_CONCURRENCY }: Pick<Env, 'WEB_CONCURRENCY'>): OpenChecks {
  const hasProcessor = availableParallelism() > WEB_CONCURRENCY
  return hasProcessor && existsSync(PROGRAM) ? (crypto) => checksInThread(PROGRAM, crypto) : checksInPlace
}
