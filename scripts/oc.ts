import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const PATIENCE_MS = 10_000

/** `npm run oc -- <command>`: the operator's tool. */
async function main(): Promise<void> {
  generateClient()
  const [{ runOc }, { createSession }, { openOperatorDatabase }, { processTerminal }] = await Promise.all([
    import('./oc/run-oc'),
    import('./oc/session'),
    import('./oc/operator-database'),
    import('./oc/terminal'),
  ])
  const session = createSession(processTerminal, openOperatorDatabase)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void session.close().finally(() => process.exit(130)))
  }
  // Whoever reads us may stop reading, as `| head` does: then nobody is left to tell.
  process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
    if (failure.code !== 'EPIPE') throw failure
    void session.close().finally(() => process.exit())
  })
  process.exitCode = await runOc(process.argv.slice(2), session)
  // Nothing is left that could keep the process; a database that hangs while it is closed must not either.
  setTimeout(() => process.exit(), PATIENCE_MS).unref()
  await session.close()
}

/** The commands import generated code. What making it prints must not get between us and a reader of JSON. */
function generateClient(): void {
  const client = 'lib/db/generated/client.ts'
  if (existsSync(client) && statSync(client).mtimeMs > statSync('prisma/schema.prisma').mtimeMs) return
  spawnSync(process.execPath, ['scripts/postinstall.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] })
}

main().catch((cause: unknown) => {
  console.error(cause instanceof Error ? cause.message : cause)
  process.exit(1)
})
