import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { prisma } from '@/lib/db/prisma'

/** Gives this test file a fresh database of its own, copied from the migrated template; DATABASE_URL points to it. */
export function useTestDatabase(): void {
  const name = `test_${randomBytes(6).toString('hex')}`
  beforeAll(async () => {
    await administer(`CREATE DATABASE ${name} TEMPLATE template_gateway`)
    const url = new URL(inject('testServerUrl'))
    url.pathname = `/${name}`
    process.env.DATABASE_URL = url.href
  })
  afterAll(async () => {
    await prisma().$disconnect()
    await closePool()
    await administer(`DROP DATABASE ${name} WITH (FORCE)`)
  })
}

async function administer(statement: string): Promise<void> {
  const url = new URL(inject('testServerUrl'))
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(statement)
  await client.end()
}
