import { expect, test } from 'vitest'
import { Prisma } from './generated/client'
import { prisma } from './prisma'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

test.each(Object.keys(Prisma.ModelName))('the migrations make every column that Prisma reads of %s', async (model) => {
  const name = model.charAt(0).toLowerCase() + model.slice(1)
  const delegate = Reflect.get(prisma(), name) as { findFirst(): Promise<unknown> }
  expect(await delegate.findFirst()).toBeNull()
})
