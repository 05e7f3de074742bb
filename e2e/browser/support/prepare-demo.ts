import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { acquireEmbeddedPostgres } from '@/lib/db/embedded/embedded-postgres'
import { site } from './site'
import { openStall } from './stall'
import { stallKeepers } from './stall-keepers'

/**
 * Before all tests, once the demo is up: opens the stall, puts its merchants on the demo's registry, and finds the demo's
 * database. The test processes inherit what is set here in the environment.
 */
export default async function prepareDemo(): Promise<() => Promise<void>> {
  const { dataDir } = site()
  const { url, release } = await acquireEmbeddedPostgres(dataDir)
  process.env.DATABASE_URL = url
  const stall = await openStall()
  process.env.E2E_STALL_URL = stall.url
  const withdraw = register(path.join(dataDir, 'devnet', 'registry.json'), stall.url)
  return async () => {
    withdraw()
    stall.close()
    await release()
  }
}

function register(registryFile: string, stallUrl: string): () => void {
  const before = readFileSync(registryFile, 'utf8')
  const ours = Object.values(stallKeepers).map(({ ocid }) => [ocid, `${stallUrl}/${ocid}/opencharge/metadata.json`])
  replaceFile(registryFile, JSON.stringify({ ...JSON.parse(before), ...Object.fromEntries(ours) }))
  return () => replaceFile(registryFile, before)
}

function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.tests.tmp`, text)
  renameSync(`${file}.tests.tmp`, file)
}
