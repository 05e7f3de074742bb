import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, inject } from 'vitest'
import { createDataFolder, type DataFolder } from './data-folder'
import { freePort, type GatewayProcess, type Settings, startGateway, unhurried } from './gateway-process'
import { closeWorld, openWorld, type World } from './world'

/** A world whose gateway and database belong to one test file, to be stopped, killed and started again. */
export interface OwnWorld extends World {
  readonly data: DataFolder
  readonly settings: Settings
  gateway: GatewayProcess
}

/**
 * The gateway has a data folder for itself, with an embedded database there; or, when `database` is given, with one of
 * that name on the shared server, which stays when the gateway stops. Filled in before the first test.
 */
export function useOwnWorld(more: Settings = {}, database?: string): OwnWorld {
  const world = {} as OwnWorld
  beforeAll(async () => {
    const named = new URL(inject('gateway').databaseUrl)
    named.pathname = `/${database}`
    Object.assign(world, await openOwnWorld(database ? { DATABASE_URL: named.href, ...more } : more))
  })
  afterAll(async () => {
    await world.gateway?.kill()
    if (world.network) await closeWorld(world)
    await world.data?.remove()
  })
  return world
}

async function openOwnWorld(more: Settings): Promise<OwnWorld> {
  const data = await createDataFolder()
  const registryFile = path.join(data.path, 'registry.json')
  await writeFile(registryFile, '{}')
  const port = String(await freePort())
  const settings: Settings = {
    DATA_DIR: data.path,
    REGISTRY: `file:${registryFile}`,
    PORT: port,
    ...unhurried,
    ...more,
  }
  const gateway = await startGateway(settings).catch(async (cause: unknown) => {
    await data.remove()
    throw cause
  })
  const databaseUrl = settings.DATABASE_URL ?? (await data.databaseUrl())
  const world = await openWorld({ url: gateway.url, databaseUrl, dataDir: data.path, registryFile })
  return { ...world, data, settings, gateway }
}
