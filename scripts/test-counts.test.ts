import { expect, test } from 'vitest'
import { addCounts, playwrightCounts, vitestCounts, vitestFailures } from './test-counts'

const colour = String.fromCharCode(27)

test('vitest is counted by its closing line', () => {
  const output = ' Test Files  1 passed (1)\n      Tests  41 passed (41)\n   Start at  16:38:36\n'
  expect(vitestCounts(output)).toEqual({ passed: 41, failed: 0 })
})

test('and not by the header above its failures', () => {
  const header = `\n${colour}[31m⎯⎯⎯${colour}[39m Failed Tests 2 ${colour}[31m⎯⎯⎯${colour}[39m\n\n FAIL  a.test.ts > Tests 7 failed\n`
  const closing = ` Test Files  1 failed | 9 passed (10)\n${colour}[2m      Tests ${colour}[22m ${colour}[31m2 failed${colour}[39m | ${colour}[32m2887 passed${colour}[39m (2889)\n   Start at  16:38:36\n`
  expect(vitestCounts(header + closing)).toEqual({ passed: 2887, failed: 2 })
})

test('the tests that failed are named once each', () => {
  const output = ` FAIL  |http| e2e/http/a.test.ts > refuses b\nAssertionError: c\n FAIL  |http| e2e/http/a.test.ts > refuses b\n${colour}[31m FAIL ${colour}[39m |unit| lib/d.test.ts > e\n`
  expect(vitestFailures(output)).toEqual(['|http| e2e/http/a.test.ts > refuses b', '|unit| lib/d.test.ts > e'])
  expect(vitestFailures('  ✓ FAIL  is a word')).toEqual([])
})

test('Playwright is counted by its closing lines, also with the failed tests named between them', () => {
  const output =
    'Running 80 tests\n  3 failed before\n\n  2 failed\n    [chromium] › a.spec.ts:1:1\n\n  1 flaky\n  77 passed (1.2m)\n'
  expect(playwrightCounts('  80 passed (1.1m)\n')).toEqual({ passed: 80, failed: 0 })
  expect(playwrightCounts(output)).toEqual({ passed: 77, failed: 2 })
})

test('output without a closing line counts nothing, and counts add up', () => {
  expect(vitestCounts('it crashed')).toEqual({ passed: 0, failed: 0 })
  expect(addCounts({ passed: 2887, failed: 2 }, { passed: 77, failed: 1 })).toEqual({ passed: 2964, failed: 3 })
})
