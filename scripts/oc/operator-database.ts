import type { OpenDatabase } from '@/lib/boot/open-database'
import { acquireEmbeddedPostgres } from '@/lib/db/embedded/embedded-postgres'
import { closePool } from '@/lib/db/pool'
import { prisma } from '@/lib/db/prisma'
import type { DatabasePlace } from './operator-settings'

/** The gateway's database as it is: its server, or the embedded one, which is started for the moment if it does not run. */
export async function openOperatorDatabase({ DATABASE_URL, DATA_DIR }: DatabasePlace): Promise<OpenDatabase> {
  const { url, release } = DATABASE_URL
    ? { url: DATABASE_URL, release: async () => undefined }
    : await acquireEmbeddedPostgres(DATA_DIR)
  return { url, close: () => disconnect().finally(release) }
}

async function disconnect(): Promise<void> {
  await prisma().$disconnect()
  await closePool()
}
