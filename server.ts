import cluster from 'node:cluster'
import { openDatabase } from '@/lib/boot/open-database'
import { reportStartFailure } from '@/lib/boot/report-start-failure'
import { serve } from '@/lib/boot/serve'
import { stopOnSignal } from '@/lib/boot/stop-on-signal'
import { superviseProcesses } from '@/lib/boot/supervise-processes'
import { prepareEnvironment } from '@/lib/env/prepare-environment'
import { log } from '@/lib/log/log'

/** The gateway alone: configuration, database, then one process or as many as WEB_CONCURRENCY says. */
async function main(): Promise<void> {
  const env = prepareEnvironment()
  const hotReload = process.argv.includes('--dev')
  if (cluster.isWorker) {
    const running = await serve(env, process.env.DATABASE_URL ?? '', { hotReload: false })
    stopOnSignal(running.stop)
    return
  }
  const database = await openDatabase(env)
  const running =
    env.WEB_CONCURRENCY > 1
      ? await superviseProcesses(env.WEB_CONCURRENCY)
      : await serve(env, database.url, { hotReload })
  stopOnSignal(async () => {
    await running.stop()
    await database.close()
  })
  log().info(
    { port: env.PORT, url: env.PUBLIC_URL, ocid: env.GATEWAY_OCID, mode: env.GATEWAY_MODE },
    'the gateway is ready',
  )
}

main().catch(reportStartFailure)
