import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client'
import { pool } from './pool'

const shared = globalThis as { openchargePrisma?: PrismaClient }

/** Prisma over the shared pool, for everything that is not a hot path. */
export function prisma(): PrismaClient {
  shared.openchargePrisma ??= new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) })
  return shared.openchargePrisma
}
