import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildEnvironment } from './build'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sources-'))
  writeFileSync(path.join(folder, 'page.tsx'), 'one')
})

afterEach(() => rmSync(folder, { recursive: true }))

const build = (secret: string | undefined = 'a secret of all machines') =>
  buildEnvironment('https://pay.example', secret, [folder])

test('machines that build the same for the same gateway understand each other’s pages and forms', () => {
  expect(build()).toEqual(build())
  expect(Buffer.from(build().NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ?? '', 'base64')).toHaveLength(32)
})

test('a changed source makes another build, a changed test does not', () => {
  const { GATEWAY_BUILD_ID: before } = build()
  writeFileSync(path.join(folder, 'page.test.tsx'), 'a test')
  expect(build().GATEWAY_BUILD_ID).toBe(before)
  writeFileSync(path.join(folder, 'page.tsx'), 'two')
  expect(build().GATEWAY_BUILD_ID).not.toBe(before)
})

test('another gateway has another key, and who builds without a secret lets Next.js make one up', () => {
  expect(build('another').NEXT_SERVER_ACTIONS_ENCRYPTION_KEY).not.toBe(build().NEXT_SERVER_ACTIONS_ENCRYPTION_KEY)
  expect(build('').NEXT_SERVER_ACTIONS_ENCRYPTION_KEY).not.toBe('')
  expect(buildEnvironment('https://pay.example', undefined, [folder])).not.toHaveProperty(
    'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
  )
})
