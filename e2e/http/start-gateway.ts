import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildIfNeeded } from '@/scripts/build'
import { createDataFolder } from './testing/data-folder'
import { startGateway, unhurried } from './testing/gateway-process'

/** The gateway that most of these tests talk to, and what another one beside it needs. */
export interface SharedGateway {
  readonly url: string
  readonly databaseUrl: string
  /** Where its key is: another process of the same gateway has the same. */
  readonly dataDir: string
  /** A file registry: peers that are written to it are found at once. */
  readonly registryFile: string
}

declare module 'vitest' {
  interface ProvidedContext {
    gateway: SharedGateway
  }
}

/** Builds the pages if they are not, and runs one real gateway with an embedded database for all files of this project. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const isBuilt = process.env.GATEWAY_SKIP_BUILD === '1' && existsSync('.next/BUILD_ID')
  if (!isBuilt) await buildIfNeeded('http://localhost')
  const data = await createDataFolder()
  const registryFile = path.join(data.path, 'registry.json')
  await writeFile(registryFile, '{}')
  const settings = { DATA_DIR: data.path, REGISTRY: `file:${registryFile}`, ...unhurried }
  const gateway = await startGateway(settings).catch(async (cause: unknown) => {
    await data.remove()
    throw cause
  })
  project.provide('gateway', {
    url: gateway.url,
    databaseUrl: await data.databaseUrl(),
    dataDir: data.path,
    registryFile,
  })
  return async () => {
    await gateway.stop()
    await data.remove()
  }
}
