import cluster from 'node:cluster'
import { log } from '@/lib/log/log'
import type { RunningServer } from './serve'

const RESTART_PAUSE_MS = 1_000

/** When the gateway was started that this process joins. */
export const runningSince = (): Date => new Date(Number(process.env.SUPERVISED_SINCE_MS))

/** Runs `count` processes on one port and replaces those that die. Resolves when the first of them listens. */
export async function superviseProcesses(count: number): Promise<RunningServer> {
  let stopping = false
  cluster.setupPrimary({ exec: process.argv[1] ?? 'server.ts' })
  const since = String(Date.now())
  const fork = () => cluster.fork({ SUPERVISED_SINCE_MS: since })
  for (let index = 0; index < count; index++) fork()
  cluster.on('exit', (worker, code) => {
    if (stopping) return
    log().error({ pid: worker.process.pid, code }, 'a process of the gateway ended; another takes its place')
    setTimeout(() => !stopping && fork(), RESTART_PAUSE_MS)
  })
  // One that ends before any listens will not do better the next time: the port is taken, or the configuration is wrong.
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    cluster.once('listening', (_, address) => resolve({ port: address.port }))
    cluster.once('exit', () =>
      reject(new Error('its processes ended before they could listen; the reason stands above.')),
    )
  }).catch((cause: unknown) => {
    stopping = true
    throw cause
  })
  const stop = async () => {
    stopping = true
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    const ended = workers.map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())))
    for (const worker of workers) worker.process.kill('SIGTERM')
    await Promise.all(ended)
  }
  return { port, stop }
}
