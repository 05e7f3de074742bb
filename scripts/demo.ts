import { type Devnet, startDevnet } from '@/devnet/start-devnet'
import { openDatabase } from '@/lib/boot/open-database'
import { reportStartFailure } from '@/lib/boot/report-start-failure'
import { stopOnSignal } from '@/lib/boot/stop-on-signal'
import type { Env } from '@/lib/env/env'
import { prepareEnvironment } from '@/lib/env/prepare-environment'
import { characters, seedDatabase } from '@/prisma/seed'
import { seedBookshop } from '@/prisma/seed-bookshop'
import { buildIfNeeded, generateClient } from './build'

const DEFAULT_PORT = '3000'

/** `npm run demo`: a whole small network to pay on, in one process. `--dev`: the same, with pages that follow the sources. */
async function demo(): Promise<void> {
  const hotReload = process.argv.includes('--dev')
  defaults()
  const env = prepareEnvironment()
  await (hotReload ? generateClient() : buildIfNeeded(env.PUBLIC_URL))
  if (!hotReload) Reflect.set(process.env, 'NODE_ENV', 'production')
  const devnet = await startDevnet({
    port: env.PORT + 1,
    gateway: { ocid: env.GATEWAY_OCID, metadataUrl: `${env.PUBLIC_URL}/opencharge/metadata.json` },
    dataDir: env.DATA_DIR,
  })
  const database = await openDatabase(env)
  const stop = { server: async () => {} }
  stopOnSignal(async () => {
    await stop.server()
    await devnet.close()
    await database.close()
  })
  try {
    await seedDatabase(env.CURRENCIES, devnet)
    await seedBookshop(env.PUBLIC_URL, devnet.bookshop)
    const { openPages, serve } = await import('@/lib/boot/serve')
    stop.server = (await serve(env, database.url, openPages(env, { hotReload }))).stop
  } catch (cause) {
    await database.close()
    throw cause
  }
  greet(env, devnet)
}

// Two demos side by side must not deliver each other's webhooks: each port but the usual one has its own data.
function defaults(): void {
  const port = process.env.PORT || DEFAULT_PORT
  process.env.GATEWAY_MODE ||= 'development'
  process.env.LOG_LEVEL ||= 'warn'
  if (port !== DEFAULT_PORT) process.env.DATA_DIR ||= `.data/port-${port}`
}

function greet(env: Env, { shopUrl, bookshop }: Devnet): void {
  const people = characters.map(({ email, about }) => `    ${email.padEnd(20)} ${about}`).join('\n')
  const data =
    env.DATA_DIR === '.data'
      ? ''
      : `\n  Its data is in ${env.DATA_DIR}: put PORT=${env.PORT} DATA_DIR=${env.DATA_DIR} before "npm run oc".`
  process.stdout.write(`
  The network is up. Open the shop and buy something:

    ${shopUrl}
    ${bookshop.url} (a shop with an API key: reference at ${env.PUBLIC_URL}/docs)

  Sign in as one of these; the code is in the mailbox at ${env.PUBLIC_URL}/dev/mail

${people}

  Wallet ${env.PUBLIC_URL}/wallet   Books: npm run oc -- ledger check   Stop: Ctrl-C${data}
`)
}

demo().catch(reportStartFailure)
