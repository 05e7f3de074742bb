export const demoCommand = ['--import', 'tsx', 'scripts/demo.ts'] as const

/** The environment of a demo of our own. Empty values count as absent, and keep the developer's own .env out. */
export const demoEnvironment = (baseUrl: string, dataDir: string): Record<string, string> => ({
  PORT: new URL(baseUrl).port,
  PUBLIC_URL: baseUrl,
  DATA_DIR: dataDir,
  DATABASE_URL: '',
  GATEWAY_MODE: 'development',
  REGISTRY: '',
  SMTP_URL: '',
  // All the people of the tests live at one network address.
  RATE_LIMIT_SIGN_IN_PER_HOUR: '1000000',
  RATE_LIMIT_ADDRESS_PER_MINUTE: '1000000',
})

/** Chromium without a sandbox where it runs as root, and without the calls home of its own. */
export const browserArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
]
