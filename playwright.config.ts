import { defineConfig, devices } from '@playwright/test'
import { findPortPair } from './e2e/browser/support/free-port'
import { temporaryDataDir } from './e2e/browser/support/temporary-data'
import { findBrowser } from './scripts/find-browser'

// A demo that runs already is used when E2E_BASE_URL, E2E_SHOP_URL and E2E_DATA_DIR name it; else one is started. The
// test processes read this file again: they inherit what the first reading has set.
const ownDemo = process.env.E2E_BASE_URL === undefined || process.env.E2E_OWN_DEMO === '1'
if (process.env.E2E_BASE_URL === undefined) {
  const port = Number(process.env.E2E_PORT) || (await findPortPair())
  Object.assign(process.env, {
    E2E_OWN_DEMO: '1',
    E2E_BASE_URL: `http://localhost:${port}`,
    E2E_SHOP_URL: `http://localhost:${port + 1}`,
    E2E_DATA_DIR: temporaryDataDir(),
  })
}
const baseURL = process.env.E2E_BASE_URL ?? ''

const demo = {
  command: 'node --import tsx scripts/demo.ts',
  url: `${baseURL}/opencharge/metadata.json`,
  // Empty values count as absent, and keep the developer's own .env out.
  env: {
    PORT: new URL(baseURL).port,
    PUBLIC_URL: baseURL,
    DATA_DIR: process.env.E2E_DATA_DIR ?? '',
    DATABASE_URL: '',
    GATEWAY_MODE: 'development',
    REGISTRY: '',
    SMTP_URL: '',
    // All the people of the tests live at one network address.
    RATE_LIMIT_SIGN_IN_PER_HOUR: '1000000',
  },
  reuseExistingServer: false,
  // Room for a build.
  timeout: 300_000,
  // The demo stops its embedded PostgreSQL when it is asked to end, and only then.
  gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  stdout: 'ignore',
  stderr: 'pipe',
} as const

const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []

export default defineConfig({
  testDir: 'e2e/browser',
  globalSetup: './e2e/browser/support/prepare-demo.ts',
  ...(ownDemo && { webServer: demo }),
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    locale: 'en-GB',
    trace: 'off',
    screenshot: 'off',
    video: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: findBrowser(),
      args: [...asRoot, '--disable-background-networking', '--disable-component-update', '--no-first-run'],
    },
  },
})
