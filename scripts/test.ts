import { buildIfNeeded } from './build'
import { check } from './check'
import { findBrowser } from './find-browser'
import { runStep, type StepOutcome, toolScript } from './run-step'
import { addCounts, playwrightCounts, vitestCounts, vitestFailures } from './test-counts'

/** `npm test`: the checks, every vitest project, the browser. Ends with the counts of both runners. */
async function test(): Promise<boolean> {
  if (!(await check({ unitTests: false }))) return false
  const environment = { PLAYWRIGHT_CHROMIUM: findBrowser() }
  await buildIfNeeded('http://localhost')
  process.stdout.write('\n── unit, database, chain and HTTP tests\n')
  const vitest = await runStep(toolScript('vitest'), ['run'])
  process.stdout.write('\n── browser tests\n')
  const browser = await runStep(toolScript('@playwright/test', 'playwright'), ['test'], environment)
  report(vitest, browser)
  return vitest.code === 0 && browser.code === 0
}

function report(vitest: StepOutcome, browser: StepOutcome): void {
  // The browser tests have pushed them far up, and a log is often read from its end.
  for (const name of vitestFailures(vitest.output)) process.stdout.write(`\nfailed: ${name}`)
  const { passed, failed } = addCounts(vitestCounts(vitest.output), playwrightCounts(browser.output))
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
}

test().then(
  (good) => process.exit(good ? 0 : 1),
  (cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : cause)
    process.exit(1)
  },
)
