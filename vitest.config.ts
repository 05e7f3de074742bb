import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// A process for each file would load every package again, which is half of the work.
const shared = {
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    environment: 'node' as const,
    setupFiles: ['lib/db/testing/start-anew.ts', 'lib/db/testing/fail-on-console-error.ts'],
    isolate: false,
  },
}
const kinds = ['**/*.db.test.ts', '**/*.chain.test.ts', 'e2e/**']
const ignored = ['node_modules/**', '.next/**', '.data/**']

// unit: pure, no I/O beyond loopback · db: PostgreSQL · chain: a local chain · http: the built gateway as a process
export default defineConfig({
  test: {
    // By default one less than there are processors, which of two is one: most tests wait for a database.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...ignored, ...kinds],
          // Some wait for answers that come late on purpose, and the machine may be busy.
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: ignored,
          globalSetup: ['lib/db/testing/start-test-postgres.ts'],
          hookTimeout: 30_000,
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'chain',
          include: ['**/*.chain.test.ts'],
          exclude: ignored,
          hookTimeout: 60_000,
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: 'http',
          include: ['e2e/http/**/*.test.ts'],
          exclude: ignored,
          globalSetup: ['e2e/http/start-gateway.ts'],
          hookTimeout: 180_000,
          testTimeout: 60_000,
          fileParallelism: false,
          // After the others: they share a process and its workers, these have one.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
