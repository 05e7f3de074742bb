import { reportStartFailure } from '@/lib/boot/report-start-failure'
import { prepareEnvironment } from '@/lib/env/prepare-environment'
import { buildIfNeeded } from './build'

/** The first half of `npm start` and `npm run worker`: configuration is checked before anything is built, and both before the server is started. */
async function prepareStart(): Promise<void> {
  await buildIfNeeded(prepareEnvironment().PUBLIC_URL)
}

prepareStart().catch(reportStartFailure)
