import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes the registry whole: a reader sees the old one or the new one. */
export function writeRegistryFile(path: string, metadataUrls: ReadonlyMap<number, string>): void {
  mkdirSync(dirname(path), { recursive: true })
  const document = Object.fromEntries([...metadataUrls].map(([ocid, url]) => [String(ocid), url]))
  const unfinished = `${path}.${process.pid}.tmp`
  writeFileSync(unfinished, `${JSON.stringify(document, null, 2)}\n`)
  renameSync(unfinished, path)
}
