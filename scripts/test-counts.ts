export interface TestCounts {
  readonly passed: number
  readonly failed: number
}

/** What vitest counted: its closing line, not the header above the failures, which says "Failed Tests 2". */
export function vitestCounts(output: string): TestCounts {
  const closing = lastMatch(withoutColours(output), /^ +Tests +(.*)$/gm)
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(closing)?.[1] ?? 0)
  return { passed: count('passed'), failed: count('failed') }
}

/** What Playwright counted: a line for each kind of outcome, below which it names the tests that failed. */
export function playwrightCounts(output: string): TestCounts {
  const plain = withoutColours(output)
  const count = (word: string) => Number(lastMatch(plain, new RegExp(`^ +(\\d+) ${word}(?: \\(.*\\))?$`, 'gm')))
  return { passed: count('passed'), failed: count('failed') }
}

/** The names of the vitest tests that failed, as the list of failures above the closing lines has them. */
export function vitestFailures(output: string): string[] {
  const named = withoutColours(output).matchAll(/^ FAIL {2}(.*)$/gm)
  return [...new Set([...named].map(([, name = '']) => name.trim()))]
}

export const addCounts = (a: TestCounts, b: TestCounts): TestCounts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
})

const lastMatch = (text: string, pattern: RegExp): string => [...text.matchAll(pattern)].at(-1)?.[1] ?? ''

const withoutColours = (output: string): string =>
  output.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')
