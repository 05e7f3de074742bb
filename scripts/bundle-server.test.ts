import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { serverArguments, workerArguments } from './bundle-server'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

test.each([
  ['start', serverArguments],
  ['worker', workerArguments],
])('npm run %s runs what is tested and measured, with the same bounds', (name, program) => {
  expect(scripts[name]?.endsWith(`&& node ${program.join(' ')}`)).toBe(true)
})
