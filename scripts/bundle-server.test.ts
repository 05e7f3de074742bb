import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { serverArguments } from './bundle-server'

test('npm start runs what is tested and measured, with the same bounds', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
  expect(scripts.start.endsWith(`&& node ${serverArguments.join(' ')}`)).toBe(true)
})
