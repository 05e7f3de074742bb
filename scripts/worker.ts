import { openDatabase } from '@/lib/boot/open-database'
import { refuseWrongKey } from '@/lib/boot/refuse-wrong-key'
import { reportStartFailure } from '@/lib/boot/report-start-failure'
import { stopOnSignal } from '@/lib/boot/stop-on-signal'
import { surviveOutages } from '@/lib/boot/survive-outages'
import { closePool } from '@/lib/db/pool'
import { prepareEnvironment } from '@/lib/env/prepare-environment'
import { gateway } from '@/lib/gateway/gateway'
import { runWorker } from '@/lib/jobs/run-worker'
import { log } from '@/lib/log/log'

/** `npm run worker`: only the jobs, beside gateways that run with WORKER=none. */
async function work(): Promise<void> {
  surviveOutages()
  const database = await openDatabase(prepareEnvironment())
  const us = await gateway()
  await refuseWrongKey(us)
  const worker = await runWorker(us, database.url)
  stopOnSignal(async () => {
    await worker.stop()
    await closePool()
    await database.close()
  })
  log().info('the worker is ready')
}

work().catch(reportStartFailure)
