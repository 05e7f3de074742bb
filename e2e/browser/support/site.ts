/** The demo that the browser goes to. playwright.config.ts (or scripts/screenshots.ts) says where it is. */
export function site(): { readonly gatewayUrl: string; readonly shopUrl: string; readonly dataDir: string } {
  return { gatewayUrl: named('E2E_BASE_URL'), shopUrl: named('E2E_SHOP_URL'), dataDir: named('E2E_DATA_DIR') }
}

/** Where the merchants of the tests live: beside the test runner, not in the demo. */
export const stallUrl = (): string => named('E2E_STALL_URL')

function named(variable: string): string {
  const value = process.env[variable]
  if (!value) throw new Error(`${variable} is not set: start the browser tests with "npx playwright test"`)
  return value.replace(/\/$/, '')
}
