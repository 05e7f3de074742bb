import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BenchNetwork, openBenchNetwork } from '@/bench/peers/bench-network'
import { acquireEmbeddedPostgres } from '@/lib/db/embedded/embedded-postgres'
import { closePool } from '@/lib/db/pool'
import { freePort } from './free-port'
import { type GatewaySettings, startGateway } from './start-gateway'
import { type MemoryWatch, watchMemory } from './watch-memory'

const STARTS = 2
export const merchantCount = 32

/** A running gateway with a database of its own and the parties around it. */
export interface Bench {
  readonly origin: string
  readonly network: BenchNetwork
  readonly databaseUrl: string
  readonly registryFile: string
  readonly memory: MemoryWatch
  /** The faster of two starts: on an empty data folder, and on one that was used before. */
  readonly coldStartMs: number
  readonly warmStartMs: number
  /** One process more of the same gateway, on the same database. */
  startAnother(): Promise<{ readonly origin: string; stop(): Promise<void> }>
  close(): Promise<void>
}

/** Starts it as an operator would after a build, twice on an empty folder and twice on a used one; the last one stays. */
export async function openBench(): Promise<Bench> {
  const root = mkdtempSync(path.join(tmpdir(), 'gateway-bench-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const registryFile = path.join(root, 'registry.json')
  const network = await openBenchNetwork(registryFile, origin, merchantCount)
  const start = (folder: string, more: Partial<GatewaySettings> = {}) =>
    startGateway({ port, dataDir: path.join(root, folder), registryFile, ...more })
  const cold: number[] = []
  const warm: number[] = []
  for (let times = 1; times <= STARTS; times++) {
    cold.push(await startAndStop(() => start(`data-${times}`)))
    if (times < STARTS) warm.push(await startAndStop(() => start(`data-${times}`)))
  }
  const gateway = await start(`data-${STARTS}`)
  warm.push(gateway.firstAnswerMs)
  const database = await acquireEmbeddedPostgres(path.join(root, `data-${STARTS}`))
  process.env.DATABASE_URL = database.url
  const memory = watchMemory(gateway.pid)
  return {
    origin,
    network,
    databaseUrl: database.url,
    registryFile,
    memory,
    coldStartMs: Math.min(...cold),
    warmStartMs: Math.min(...warm),
    startAnother: async () => {
      const otherPort = await freePort()
      const { stop } = await start(`data-${STARTS}`, { port: otherPort, publicPort: port })
      return { origin: `http://127.0.0.1:${otherPort}`, stop }
    },
    close: async () => {
      memory.stop()
      await gateway.stop()
      await network.close()
      await closePool()
      await database.release()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

async function startAndStop(start: () => ReturnType<typeof startGateway>): Promise<number> {
  const gateway = await start()
  await gateway.stop()
  return gateway.firstAnswerMs
}
