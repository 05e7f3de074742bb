import { createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import next from 'next'
import { closePool } from '@/lib/db/pool'
import type { Env } from '@/lib/env/env'
import { gateway } from '@/lib/gateway/gateway'
import { createFront } from '@/lib/http/front'
import { leaveService } from '@/lib/http/readiness'
import { runWorker } from '@/lib/jobs/run-worker'
import { closeLiveEvents } from '@/lib/live/live-events'
import { log } from '@/lib/log/log'
import nextConfig from '@/next.config'
import { refuseWrongKey } from './refuse-wrong-key'

const DRAIN_MS = 10_000
const IDLE_LOOK_MS = 100

type NextServer = ReturnType<typeof next>

export interface RunningServer {
  readonly port: number
  stop(): Promise<void>
}

/** Next.js on its way to being ready. It needs no database, so it can begin while that is still starting. */
export interface OpeningPages {
  readonly app: NextServer
  readonly hotReload: boolean
  readonly prepared: Promise<void>
}

export function openPages(env: Env, options: { readonly hotReload: boolean }): OpeningPages {
  const { hotReload } = options
  const address = { dir: process.cwd(), port: env.PORT, hostname: 'localhost' }
  // To read a configuration in TypeScript itself, Next.js would load its whole compiler, and keep it in memory.
  const app = next({ dev: hotReload, ...address, ...(!hotReload && { conf: nextConfig() }) })
  const prepared = app.prepare()
  // Whoever serves waits for it and hears of a failure; until then nobody does.
  prepared.catch(() => undefined)
  return { app, hotReload, prepared }
}

/**
 * One process of the gateway: Next.js behind our front, and a worker beside it. The database is open and migrated.
 * `runningSince`: when the gateway was started that this process joins; absent for one that starts by itself.
 */
export async function serve(
  env: Env,
  databaseUrl: string,
  { app, hotReload, prepared }: OpeningPages,
  runningSince?: Date,
): Promise<RunningServer> {
  // The key after Next.js, which keeps the process busy while it starts: a connection could time out unheard.
  await prepared
  const us = await gateway()
  await refuseWrongKey(us, runningSince)
  const front = createFront({ gateway: us, next: app.getRequestHandler(), hotReload })
  const server = createServer((request, response) => {
    front(request, response).catch((cause: unknown) => {
      log().error({ err: cause }, 'a request failed outside every handler')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  if (hotReload) server.on('upgrade', app.getUpgradeHandler())
  limitTime(server)
  const worker = env.WORKER === 'inline' ? await runWorker(us, databaseUrl) : undefined
  await listen(server, env.PORT)
  const stop = async () => {
    leaveService()
    await pause(env.STOP_DELAY_SECONDS * 1000)
    const drained = drain(server)
    await closeLiveEvents()
    await drained
    await worker?.stop()
    await us.fetch.close()
    await app.close()
    await closePool()
  }
  return { port: env.PORT, stop }
}

// A client that sends its headers or body by the drop holds a socket, and no longer than this.
function limitTime(server: Server): void {
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.keepAliveTimeout = 65_000
  server.maxHeadersCount = 100
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is in use. Stop what listens there, or choose another with PORT=<number>.`
      reject(cause.code === 'EADDRINUSE' ? new Error(taken, { cause }) : cause)
    })
    server.listen(port, () => resolve())
  })
}

/** Takes no new requests, and gives those under way some seconds to end. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A connection whose last answer ends after this would be kept for a next request that is not let in.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS)
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearInterval(idle)
  clearTimeout(late)
}
