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
  process.stdout.write('\n── unit, database and chain tests\n')
  const inner = await runVitest(['unit', 'db', 'chain'])
  process.stdout.write('\n── HTTP tests; the browser tests run beside them, and are shown afterwards\n')
  // Most of the HTTP tests wait, for processes that start and for pauses that end.
  const [http, browser] = await Promise.all([
    runVitest(['http']),
    runStep(toolScript('@playwright/test', 'playwright'), ['test'], { environment, isHeldBack: true }),
  ])
  report([inner, http], browser)
  return [inner, http, browser].every(({ code }) => code === 0)
}

const runVitest = (projects: readonly string[]): Promise<StepOutcome> =>
  runStep(toolScript('vitest'), ['run', ...projects.flatMap((name) => ['--project', name])])

function report(vitest: readonly StepOutcome[], browser: StepOutcome): void {
  // The browser tests have pushed them far up, and a log is often read from its end.
  const failures = vitest.flatMap(({ output }) => vitestFailures(output))
  for (const name of failures) process.stdout.write(`\nfailed: ${name}`)
  const counts = [...vitest.map(({ output }) => vitestCounts(output)), playwrightCounts(browser.output)]
  const { passed, failed } = counts.reduce(addCounts)
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
}

test().then(
  (good) => process.exit(good ? 0 : 1),
  (cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : cause)
    process.exit(1)
  },
)
