import { readFile, stat } from 'node:fs/promises'
import { err, type Result } from '@/lib/opencharge/result'
import { findInDocument, parseRegistryDocument, type RegistryDocument } from '@/lib/registry/registry-document'
import type { RegistrySource, SourceFailure } from '@/lib/registry/registry-source'

type Reading = Result<RegistryDocument, SourceFailure>

/** A registry in a JSON file, read again when the file was changed. */
export function createFileSource(path: string): RegistrySource {
  let held: { readonly stamp: string; readonly reading: Reading } | undefined

  // The stamp is taken before reading: a change in between makes the next stamp differ, and is read then.
  const read = async (): Promise<Reading> => {
    const stamp = await stampOf(path)
    if (held?.stamp !== stamp) held = { stamp, reading: parseRegistryDocument(await readFile(path)) }
    return held.reading
  }

  return {
    async find(ocid) {
      const reading = await read().catch(unreadable)
      return reading.ok ? findInDocument(reading.value, ocid) : reading
    },
  }
}

async function stampOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true })
  return `${ino} ${size} ${mtimeNs}`
}

// The path is for the operator only.
const unreadable = (error: Error): Reading => err({ reason: 'the registry file cannot be read', detail: error.message })
