import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { clientTypes } from './client-types'

test('the client has the types of the document (mend with "npm run client")', async () => {
  expect(readFileSync('clients/typescript/src/api.ts', 'utf8')).toBe(await clientTypes())
})
