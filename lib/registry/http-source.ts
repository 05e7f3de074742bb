import { err, type Result } from '@/lib/opencharge/result'
import type { GuardedFetch } from '@/lib/registry/guarded-fetch'
import { findInDocument, parseRegistryDocument, type RegistryDocument } from '@/lib/registry/registry-document'
import type { RegistrySource, SourceFailure } from '@/lib/registry/registry-source'

type Reading = Result<RegistryDocument, SourceFailure>

const documentMs = 60_000
// Many OCIDs are looked up through one document: a source that is down is not asked for each of them.
const failureMs = 5_000

export interface HttpSourceOptions {
  readonly url: string
  readonly fetch: GuardedFetch
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A registry in one JSON document over HTTP, kept for a minute; those who ask meanwhile share one fetch. */
export function createHttpSource({ url, fetch, now }: HttpSourceOptions): RegistrySource {
  let held: { readonly reading: Reading; readonly readAtEpochMs: number } | undefined
  let underWay: Promise<Reading> | undefined

  const read = async (): Promise<Reading> => {
    const reading = await fetchDocument(url, fetch)
    held = { reading, readAtEpochMs: now() }
    return reading
  }
  const current = (): Promise<Reading> | Reading => {
    const ageMs = held ? now() - held.readAtEpochMs : Number.POSITIVE_INFINITY
    if (held && ageMs >= 0 && ageMs < (held.reading.ok ? documentMs : failureMs)) return held.reading
    underWay ??= read().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  return {
    async find(ocid) {
      const reading = await current()
      return reading.ok ? findInDocument(reading.value, ocid) : reading
    },
  }
}

async function fetchDocument(url: string, fetch: GuardedFetch): Promise<Reading> {
  const answer = await fetch(url, { accept: 'application/json' })
  if (!answer.ok)
    return err({ reason: `the registry cannot be reached: ${answer.error.reason}`, detail: answer.error.code })
  const { status, bytes } = answer.value
  return status === 200 ? parseRegistryDocument(bytes) : err({ reason: `the registry answered ${status}` })
}
