import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Devnet, startDevnet } from '@/devnet/start-devnet'
import { createDataFolder, type DataFolder } from '../http/testing/data-folder'
import { type Database, openDatabase } from '../http/testing/database'
import { freePort, type GatewayProcess, type Settings, startGateway, unhurried } from '../http/testing/gateway-process'
import { oc } from '../http/testing/oc'

/** A gateway with a database of its own and the whole development network around it. */
export interface FaultWorld {
  readonly devnet: Devnet
  readonly data: DataFolder
  readonly settings: Settings
  readonly url: string
  readonly databaseUrl: string
  readonly db: Database
  gateway: GatewayProcess
  /** What gateways printed that are dead now. */
  readonly printed: string[]
}

const OUR_OCID = 200

export async function openFaultWorld(): Promise<FaultWorld> {
  const data = await createDataFolder()
  const port = String(await freePort())
  const metadataUrl = `http://localhost:${port}/opencharge/metadata.json`
  const devnet = await startDevnet({ port: 0, gateway: { ocid: OUR_OCID, metadataUrl }, dataDir: data.path })
  const settings: Settings = {
    DATA_DIR: data.path,
    REGISTRY: `file:${devnet.registryFile}`,
    PORT: port,
    ...unhurried,
  }
  try {
    const gateway = await startGateway(settings)
    await agree(settings, devnet)
    const databaseUrl = await data.databaseUrl()
    return {
      devnet,
      data,
      settings,
      url: gateway.url,
      databaseUrl,
      db: openDatabase(databaseUrl),
      gateway,
      printed: [],
    }
  } catch (cause) {
    await devnet.close()
    await data.remove()
    throw cause
  }
}

/** Writes down, as an operator would, what the others have in their books: their account with us, our reserve there. */
async function agree(settings: Settings, { merchantGatewayOcid, settlementProvider }: Devnet): Promise<void> {
  const { ocid, openingReserves } = settlementProvider
  const reserves = Object.entries(openingReserves).flatMap(([code, amount]) => ['--our-reserve', `${code}=${amount}`])
  const commands = [
    ['partner', 'add', '--ocid', String(merchantGatewayOcid), '--gateway-account'],
    ['partner', 'add', '--ocid', String(ocid), ...reserves],
  ]
  for (const command of commands) {
    const { code, out } = await oc(settings, command)
    if (code !== 0) throw new Error(`oc ${command.join(' ')} ended with ${code}: ${out}`)
  }
}

/** Kills the gateway like a power cut, and keeps what it printed. */
export async function killGateway(world: FaultWorld): Promise<void> {
  await world.gateway.kill()
  world.printed.push(world.gateway.output())
}

/** Stops everything. The data folder stays, with what the gateways printed, when it is to be looked at. */
export async function closeFaultWorld(world: FaultWorld, keepsData: boolean): Promise<void> {
  await killGateway(world)
  await world.db.close()
  await world.devnet.close()
  if (!keepsData) return world.data.remove()
  await writeFile(path.join(world.data.path, 'gateway.log'), world.printed.join('\n'))
  await world.data.stopPostgres('fast')
}
