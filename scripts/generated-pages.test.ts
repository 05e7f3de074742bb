import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedPages } from './generated-pages'

test.each(Object.entries(generatedPages))('%s says what the code says (mend with "npm run docs")', (file, page) => {
  expect(readFileSync(file, 'utf8')).toBe(page())
})
