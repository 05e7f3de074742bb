import { isDatabaseOutage } from '@/lib/db/outage'
import { log } from '@/lib/log/log'

/** The job queue does not wait for its own bookkeeping: when the database goes away meanwhile, that must not end the process. */
export function surviveOutages(): void {
  process.on('unhandledRejection', (cause) => {
    if (isDatabaseOutage(cause)) {
      log().warn({ err: cause }, 'the database is not there; jobs go on when it is back')
      return
    }
    log().fatal({ err: cause }, 'a promise was rejected and nobody looked')
    process.exit(1)
  })
}
