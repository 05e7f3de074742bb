import { defineConfig, devices } from '@playwright/test'
import { browserArguments, demoCommand, demoEnvironment } from './e2e/browser/support/demo-environment'
import { nameDemo } from './e2e/browser/support/name-demo'
import { findBrowser } from './scripts/find-browser'

const { baseUrl, dataDir, isOwn } = await nameDemo()

const demo = {
  command: ['node', ...demoCommand].join(' '),
  url: `${baseUrl}/opencharge/metadata.json`,
  env: demoEnvironment(baseUrl, dataDir),
  reuseExistingServer: false,
  // Room for a build.
  timeout: 300_000,
  // The demo stops its embedded PostgreSQL when it is asked to end, and only then.
  gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  stdout: 'ignore',
  stderr: 'pipe',
} as const

export default defineConfig({
  testDir: 'e2e/browser',
  globalSetup: './e2e/browser/support/prepare-demo.ts',
  ...(isOwn && { webServer: demo }),
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL: baseUrl,
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'off',
    screenshot: 'off',
    video: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: findBrowser(), args: [...browserArguments] },
  },
})
