import { isJsonObject } from '@/lib/opencharge/json-value'
import { parseOcid } from '@/lib/opencharge/ocid'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson } from '@/lib/opencharge/strict-json'
import type { SourceFailure } from '@/lib/registry/registry-source'

/** `{"<ocid>": "<metadata url>"}`. A value that is no text is kept, so that it spoils its own OCID only. */
export type RegistryDocument = ReadonlyMap<number, unknown>

/** Reads a registry document (protocol section 3). Keys that are no OCID are notes to the reader. */
export function parseRegistryDocument(bytes: Uint8Array): Result<RegistryDocument, SourceFailure> {
  const json = parseStrictJson(bytes)
  if (!json.ok) return err({ reason: 'the registry document is not sound JSON', detail: JSON.stringify(json.error) })
  if (!isJsonObject(json.value)) return err({ reason: 'the registry document is not a JSON object' })
  const document = new Map<number, unknown>()
  for (const [key, value] of Object.entries(json.value)) {
    const ocid = parseOcid(key)
    if (ocid !== undefined) document.set(ocid, value)
  }
  return ok(document)
}

/** Looks an OCID up in a registry document. */
export function findInDocument(document: RegistryDocument, ocid: number): Result<string | undefined, SourceFailure> {
  const value = document.get(ocid)
  if (typeof value === 'string' || !document.has(ocid)) return ok(value as string | undefined)
  return err({ reason: 'the registry document has no text for this OCID' })
}
