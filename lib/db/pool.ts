import pg from 'pg'

const shared = globalThis as { openchargePool?: pg.Pool }

/** The one pool of this process: Prisma, the raw statements of the hot paths and the job worker all borrow from it. */
export function pool(): pg.Pool {
  shared.openchargePool ??= openPool(databaseUrl(), 20)
  return shared.openchargePool
}

export function openPool(connectionString: string, max: number): pg.Pool {
  const opened = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000 })
  // An idle connection that breaks (the server restarts) is replaced at the next use; it must not end the process.
  opened.on('error', () => undefined)
  return opened
}

function databaseUrl(): string {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set: the boot must start the embedded database or name a server first')
  return url
}

export async function closePool(): Promise<void> {
  const open = shared.openchargePool
  delete shared.openchargePool
  await open?.end()
}
