import cluster from 'node:cluster'
import { openDatabase } from '@/lib/boot/open-database'
import { refusePlayMoney } from '@/lib/boot/refuse-play-money'
import { reportStartFailure } from '@/lib/boot/report-start-failure'
import type { OpeningPages } from '@/lib/boot/serve'
import { stopOnSignal } from '@/lib/boot/stop-on-signal'
import { runningSince, superviseProcesses } from '@/lib/boot/supervise-processes'
import type { Env } from '@/lib/env/env'
import { prepareEnvironment } from '@/lib/env/prepare-environment'
import { log } from '@/lib/log/log'

// Most of what there is to load. A database that has to be started does so meanwhile, on another processor.
const loadServer = () => import('@/lib/boot/serve')

async function loadPages(env: Env, hotReload: boolean): Promise<OpeningPages> {
  const { openPages } = await loadServer()
  return openPages(env, { hotReload })
}

/** The gateway alone: configuration, database, then one process or as many as WEB_CONCURRENCY says. */
async function main(): Promise<void> {
  const env = prepareEnvironment()
  const hotReload = process.argv.includes('--dev')
  if (cluster.isWorker) {
    const [{ serve }, pages] = await Promise.all([loadServer(), loadPages(env, false)])
    const running = await serve(env, process.env.DATABASE_URL ?? '', pages, runningSince())
    // A terminal sends Ctrl-C to every process; the first one passes it on as SIGTERM, and twice would be at once.
    process.on('SIGINT', () => undefined)
    stopOnSignal(running.stop, ['SIGTERM'])
    return
  }
  const opening = openDatabase(env)
  const loading = env.WEB_CONCURRENCY > 1 ? undefined : loadPages(env, hotReload)
  loading?.catch(() => undefined)
  const database = await opening
  // From here on, whatever ends this process must also let go of the embedded database.
  const stop = { server: async () => {} }
  stopOnSignal(async () => {
    await stop.server()
    await database.close()
  })
  try {
    if (!env.development) await refusePlayMoney()
    const running = loading
      ? await (await loadServer()).serve(env, database.url, await loading)
      : await superviseProcesses(env.WEB_CONCURRENCY)
    stop.server = running.stop
  } catch (cause) {
    await database.close()
    throw cause
  }
  if (!env.development && !env.SMTP_URL) log().warn('SMTP_URL is not set: nobody can be sent a sign-in code')
  log().info(
    { port: env.PORT, url: env.PUBLIC_URL, ocid: env.GATEWAY_OCID, mode: env.GATEWAY_MODE },
    'the gateway is ready',
  )
}

main().catch(reportStartFailure)
