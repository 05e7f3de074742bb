import { reportStartFailure } from '@/lib/boot/report-start-failure'
import { prepareEnvironment } from '@/lib/env/prepare-environment'
import { buildIfNeeded } from './build'

/** `npm start`: the gateway alone. Configuration is checked before anything is built or started. */
async function start(): Promise<void> {
  const env = prepareEnvironment()
  await buildIfNeeded(env.PUBLIC_URL)
  Reflect.set(process.env, 'NODE_ENV', 'production')
  process.argv[1] = `${import.meta.dirname}/../server.ts`
  await import('../server')
}

start().catch(reportStartFailure)
