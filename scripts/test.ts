import { buildIfNeeded } from './build'
import { check } from './check'
import { findBrowser } from './find-browser'
import { runStep, toolScript } from './run-step'

/** `npm test`: the checks, every vitest project, then the browser. Ends with the counts of both runners. */
async function test(): Promise<boolean> {
  if (!(await check({ unitTests: false }))) return false
  const browser = findBrowser()
  await buildIfNeeded('http://localhost')
  process.stdout.write('\n── unit, database, chain and HTTP tests\n')
  const vitest = await runStep(toolScript('vitest'), ['run'])
  process.stdout.write('\n── browser tests\n')
  const playwright = await runStep(toolScript('@playwright/test', 'playwright'), ['test'], {
    PLAYWRIGHT_CHROMIUM: browser,
  })
  const [vitestCounts, browserCounts] = [
    countsOf(vitest.output, /Tests\s+(.*)/),
    countsOf(playwright.output, /((?:\s+\d+ (?:passed|failed|skipped|flaky).*\n?)+)\s*$/),
  ]
  const passed = vitestCounts.passed + browserCounts.passed
  const failed = vitestCounts.failed + browserCounts.failed
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  return vitest.code === 0 && playwright.code === 0
}

function countsOf(output: string, closing: RegExp): { passed: number; failed: number } {
  const plain = output.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')
  const line = closing.exec(plain)?.[0] ?? ''
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0)
  return { passed: count('passed'), failed: count('failed') }
}

test().then(
  (good) => process.exit(good ? 0 : 1),
  (cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : cause)
    process.exit(1)
  },
)
