import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorsPage } from './errors-page'

test('docs/errors.md says what the error table says (mend with "npm run docs")', () => {
  expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsPage())
})
