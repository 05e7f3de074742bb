import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import type { TestProject } from 'vitest/node'
import { acquireEmbeddedPostgres } from '@/lib/db/embedded/embedded-postgres'
import { migrateDatabase } from '@/lib/db/migrate'

declare module 'vitest' {
  interface ProvidedContext {
    /** A server whose database `template_gateway` is migrated and is copied for every test file. */
    testServerUrl: string
  }
}

/** One real PostgreSQL for the whole run, thrown away with its folder at the end. */
export default async function startTestPostgres(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gateway-test-'))
  // Where tests run as root, PostgreSQL runs as another user, and would be moved to a folder that outlives this one.
  await chmod(folder, 0o755)
  const { url, release } = await acquireEmbeddedPostgres(folder)
  const template = new URL(url)
  template.pathname = '/template_gateway'
  await migrateDatabase(template.href)
  await runMigrations({ connectionString: template.href })
  project.provide('testServerUrl', url)
  return async () => {
    await release()
    await rm(folder, { recursive: true, force: true })
  }
}
